package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.inference.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArtefactFilesTest {

    private static final VersionKey KEY = new VersionKey(new ModelId("shuttle"), 1);
    private static final byte[] WHOLE = {1, 2, 3, 4, 5};

    private final Path folder = TestFolders.fresh();
    private final ArtefactFiles files = new ArtefactFiles(folder);

    @Test
    void shouldGiveBackWhatWasPut() throws IOException {
        // When
        files.put(KEY, WHOLE);

        // Then
        assertThat(files.read(KEY)).hasValue(WHOLE);
        assertThat(files.read(new VersionKey(new ModelId("shuttle"), 11))).isEmpty();
        assertThat(files.read(new VersionKey(new ModelId("boiler"), 1))).isEmpty();
    }

    @Test
    void shouldMakeOneFileOfPartsInAnyOrder() throws IOException {
        // Given
        files.putPart(KEY, 1, new byte[] {4, 5});
        files.putPart(KEY, 0, new byte[] {9});
        files.putPart(KEY, 0, new byte[] {1, 2, 3});

        // When
        files.assemble(KEY, 2, ArtefactFormat.digest(WHOLE));

        // Then
        assertThat(files.read(KEY)).hasValue(WHOLE);
        assertThat(names()).containsExactly("1.elm");
    }

    @Test
    void shouldSayWhatIsWrongWithParts() throws IOException {
        // Given
        files.putPart(KEY, 0, new byte[] {1});

        // When / Then
        assertThatThrownBy(() -> files.assemble(KEY, 2, ArtefactFormat.digest(WHOLE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("part 1 of 2 is missing");
        assertThatThrownBy(() -> files.assemble(KEY, 1, ArtefactFormat.digest(WHOLE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the parts have the digest");
        assertThat(files.read(KEY)).isEmpty();
    }

    @Test
    void shouldDeleteAVersionAndItsPartsOnly() throws IOException {
        // Given
        files.put(KEY, WHOLE);
        files.putPart(KEY, 0, WHOLE);
        files.putPart(new VersionKey(new ModelId("shuttle"), 12), 0, WHOLE);

        // When
        files.delete(KEY);
        files.delete(new VersionKey(new ModelId("boiler"), 1));

        // Then
        assertThat(names()).containsExactly("12.0.part");
    }

    @Test
    void shouldBeginWithNothing() throws IOException {
        // Given
        files.put(KEY, WHOLE);

        // When
        files.clear();
        files.clear();

        // Then
        assertThat(files.read(KEY)).isEmpty();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("shuttle"))) {
            return all.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
