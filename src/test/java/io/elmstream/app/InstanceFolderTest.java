package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceFolderTest {

    @TempDir
    Path parent;

    @Test
    void shouldTakeTheFirstFreeFolder() {
        // Given
        Path stateDirectory = parent.resolve("made/when/missing");

        // When
        try (InstanceFolder first = InstanceFolder.take(stateDirectory);
                InstanceFolder second = InstanceFolder.take(stateDirectory)) {

            // Then
            assertThat(first.path()).isEqualTo(stateDirectory.resolve("0")).isDirectory();
            assertThat(second.path()).isEqualTo(stateDirectory.resolve("1")).isDirectory();
        }
    }

    @Test
    void shouldFindItsStateAgain() throws IOException {
        // Given
        try (InstanceFolder earlier = InstanceFolder.take(parent)) {
            Files.writeString(earlier.path().resolve("state"), "kept");
        }

        // When
        try (InstanceFolder again = InstanceFolder.take(parent)) {

            // Then
            assertThat(again.path().resolve("state")).hasContent("kept");
        }
    }

    @Test
    void shouldLeaveToOtherProcessesWhatTheyHold() throws Exception {
        // Given
        try (FolderHolder.Running first = FolderHolder.start(parent);
                FolderHolder.Running second = FolderHolder.start(parent);
                InstanceFolder mine = InstanceFolder.take(parent)) {
            assertThat(first.folder()).isEqualTo(parent.resolve("0"));
            assertThat(second.folder()).isEqualTo(parent.resolve("1"));
            assertThat(mine.path()).isEqualTo(parent.resolve("2"));

            // When
            first.kill();

            // Then
            try (InstanceFolder next = InstanceFolder.take(parent)) {
                assertThat(next.path()).isEqualTo(parent.resolve("0"));
            }
        }
    }

    @Test
    void shouldHoldItsFolderAgainstOthersThoughThisProcessLookedTwice() throws Exception {
        // Given
        try (InstanceFolder first = InstanceFolder.take(parent);
                InstanceFolder second = InstanceFolder.take(parent);
                FolderHolder.Running other = FolderHolder.start(parent)) {

            // When, then
            assertThat(other.folder()).isNotIn(first.path(), second.path());
        }
    }

    @Test
    void shouldSayThatTheFolderCannotBeUsed() throws IOException {
        // Given
        Path file = Files.createFile(parent.resolve("file"));

        // When, then
        assertThatThrownBy(() -> InstanceFolder.take(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("state.dir is " + file)
                .hasMessageContaining("can write to");
    }
}
