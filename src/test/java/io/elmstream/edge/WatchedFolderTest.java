package io.elmstream.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.Contract;
import io.elmstream.model.TestArtefacts;
import io.elmstream.support.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private WatchedFolder watched;
    private EdgeClassifier current;

    @BeforeEach
    void watch() throws Exception {
        watched = new WatchedFolder(folder, notices::add);
        current = EdgeClassifier.of(TestModels.greater("greater", 3));
    }

    @Test
    void shouldUseTheNewestVersion() throws IOException {
        // Given
        put("a.elm", TestModels.greater("greater", 5));
        put("b.elm", TestModels.greater("greater", 4));
        put("c.elm", TestModels.greater("greater", 2));

        // When
        Optional<EdgeClassifier> found = look();

        // Then
        assertThat(found)
                .hasValueSatisfying(model -> assertThat(model.key().version()).isEqualTo(5));
        assertThat(notices)
                .containsExactly("greater version 5 replaces version 3, read from " + folder.resolve("a.elm"));
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldWaitUntilAFileHasStoppedGrowing() throws IOException {
        // Given
        byte[] whole = TestModels.greater("greater", 4);
        put("a.elm", Arrays.copyOf(whole, whole.length / 2));

        // When / Then
        assertThat(watched.look(current)).isEmpty();
        put("a.elm", whole);
        assertThat(watched.look(current)).isEmpty();
        assertThat(watched.look(current)).isPresent();
        assertThat(notices).noneMatch(notice -> notice.contains("not used"));
    }

    @Test
    void shouldSayOnceWhyAFileIsNotUsed() throws IOException {
        // Given
        put("damaged.elm", TestModels.damaged("greater", 4));
        put("betrayed.elm", TestModels.betrayedByItsProbes("greater", 5));
        put("other.elm", TestModels.greater("other", 6));
        put(
                "shaped.elm",
                TestArtefacts.bytes("greater", 7, 1, new Contract(List.of("left"), List.of("left", "right"))));
        put("again.elm", TestModels.smaller("greater", 3));
        put("same.elm", TestModels.greater("greater", 3));
        put("note.txt", new byte[1]);

        // When
        Optional<EdgeClassifier> found = look();
        look();

        // Then
        assertThat(found).isEmpty();
        assertThat(notices)
                .hasSize(5)
                .allMatch(notice -> notice.contains(".elm is not used, and greater version 3 stays: "))
                .anyMatch(notice -> notice.contains("damaged.elm") && notice.contains("DIGEST_MISMATCH"))
                .anyMatch(notice -> notice.contains("betrayed.elm") && notice.contains("golden rows"))
                .anyMatch(notice -> notice.endsWith("it is other version 6"))
                .anyMatch(notice -> notice.endsWith("its features differ: there are 1, not 2"))
                .anyMatch(notice -> notice.contains("it is another version 3, with the digest "));
    }

    /** As some file systems of devices write names. */
    @Test
    void shouldKnowFilesInUpperCase() throws IOException {
        // When
        put("GREATER.ELM", TestModels.greater("greater", 4));

        // Then
        assertThat(look())
                .hasValueSatisfying(found -> assertThat(found.key().version()).isEqualTo(4));
    }

    @Test
    void shouldJudgeAFileAgainWhenItChanges() throws IOException {
        // Given
        put("a.elm", TestModels.damaged("greater", 4));
        look();

        // When
        Path file = put("a.elm", TestModels.greater("greater", 4));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        // Then
        assertThat(look()).isPresent();
    }

    @Test
    void shouldGoOnWithoutTheFolder() throws IOException {
        // Given
        Files.delete(folder);

        // When
        look();

        // Then
        assertThat(notices).singleElement().asString().startsWith(folder + " cannot be read: ");
        Files.createDirectory(folder);
        put("a.elm", TestModels.greater("greater", 4));
        assertThat(look()).isPresent();
    }

    /** Looks twice, as a file must be seen alike twice. */
    private Optional<EdgeClassifier> look() {
        return watched.look(current).or(() -> watched.look(current));
    }

    private Path put(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
