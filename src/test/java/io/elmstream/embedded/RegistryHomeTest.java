package io.elmstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryHomeTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindTheRunnerWhateverItsVersion() throws IOException {
        // Given
        Path runner = Files.createFile(folder.resolve("apicurio-registry-app-9.9.9-runner.jar"));

        // When
        RegistryHome home = RegistryHome.at(folder);

        // Then
        assertThat(home.runner()).isEqualTo(runner);
    }

    @Test
    void shouldSayWhatToRunWhenTheFolderIsEmptyOrMissing() {
        for (Path without : new Path[] {folder, folder.resolve("missing")}) {
            // When, then
            assertThatThrownBy(() -> RegistryHome.at(without))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(without.toString())
                    .hasMessageContaining("mvn process-resources");
        }
    }
}
