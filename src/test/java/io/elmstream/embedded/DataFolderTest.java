package io.elmstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void shouldRemoveATemporaryFolderWithAllItHolds() throws IOException {
        // Given
        DataFolder folder = DataFolder.temporary(parent, 1);
        Files.createDirectories(folder.path().resolve("broker/readings-0"));
        Files.writeString(folder.path().resolve("broker/readings-0/0.log"), "bytes");

        // When
        folder.close();

        // Then
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void shouldRemoveTheFolderOfAProcessThatIsGone() throws IOException {
        // Given
        Path stale = Files.createDirectories(parent.resolve("elmstream-1-123"));
        Files.createFile(stale.resolve("lock"));
        Files.createFile(stale.resolve("bytes"));

        // When
        try (DataFolder folder = DataFolder.temporary(parent, 2)) {

            // Then
            assertThat(stale).doesNotExist();
            assertThat(folder.path()).isDirectory();
        }
    }

    @Test
    void shouldLeaveAloneWhatIsInUseOrNotOurs() throws IOException {
        // Given
        Path other = Files.createDirectories(parent.resolve("elmstream-some-thing"));
        try (DataFolder inUse = DataFolder.temporary(parent, 1)) {

            // When
            DataFolder.temporary(parent, 2).close();

            // Then
            assertThat(inUse.path()).isDirectory();
            assertThat(other).isDirectory();
        }
    }

    @Test
    void shouldKeepAGivenFolder() throws IOException {
        // Given
        Path given = parent.resolve("data");

        // When
        try (DataFolder folder = DataFolder.kept(given)) {
            Files.writeString(folder.path().resolve("bytes"), "bytes");
        }

        // Then
        assertThat(given.resolve("bytes")).hasContent("bytes");
    }

    @Test
    void shouldRefuseAGivenFolderThatIsInUse() {
        // Given
        try (DataFolder first = DataFolder.kept(parent)) {

            // When, then
            assertThatThrownBy(() -> DataFolder.kept(first.path()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(parent.toString())
                    .hasMessageContaining("in use");
        }
    }
}
