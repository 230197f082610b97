package io.elmstream.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.Called;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.data.OutputFile;
import io.elmstream.model.ModelId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalConfigurationTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "registry.url", "http://127.0.0.1:8080/apis/registry/v3",
            "state.dir", "/tmp/it's: a #folder",
            "models.default", "shuttle");

    @TempDir
    Path folder;

    @Test
    void shouldWriteWhatCommandsReadAndRemoveItAtTheEnd() throws Exception {
        // Given
        Path file = folder.resolve("local.yaml");

        // When
        LocalConfiguration written = LocalConfiguration.write(OutputFile.ofNew("--config-out", file), SETTINGS);
        var read =
                ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of()).configuration();
        written.close();

        // Then
        assertThat(read.stateDirectory()).hasToString("/tmp/it's: a #folder");
        assertThat(read.inference().defaultModel()).contains(new ModelId("shuttle"));
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldNeverTouchAFileThatIsThere() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("mine.yaml"), "threads: 4\n");

        // When
        Called called = Called.with("local", "--config-out", file.toString());

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.err()).contains("mine.yaml exists already");
        assertThat(file).hasContent("threads: 4");
    }

    @Test
    void shouldKeepAFileThatWasChangedMeanwhile() throws Exception {
        // Given
        Path file = folder.resolve("local.yaml");
        LocalConfiguration written = LocalConfiguration.write(OutputFile.ofNew("--config-out", file), SETTINGS);
        Files.writeString(file, "threads: 4\n");

        // When
        written.close();

        // Then
        assertThat(file).hasContent("threads: 4");
    }

    @Test
    void shouldRefuseAKeyThatDoesNotExistBeforeAnythingIsStarted() {
        // Given
        Path file = folder.resolve("local.yaml");

        // When
        Called called = Called.with("local", "--config-out", file.toString(), "--set", "model.default=shuttle");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.err()).contains("model.default", "models.default");
        assertThat(file).doesNotExist();
    }
}
