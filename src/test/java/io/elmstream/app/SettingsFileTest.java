package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepTextAsItIsWritten() throws IOException {
        // Given
        Path file = written("a: 0.10\nb: true\nc: '007'\nd: [1, x]\n");

        // When, then
        assertThat(SettingsFile.read(file)).extracting(Setting::key, Setting::value).containsExactly(
                tuple("a", "0.10"),
                tuple("b", "true"),
                tuple("c", "007"),
                tuple("d", List.of("1", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "kafka:\n#  security.protocol: SSL\nmodels.default:\n"})
    void shouldTakeWhatIsCommentedOutAsNotSet(String text) throws IOException {
        // When, then
        assertThat(SettingsFile.read(written(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - a                          | line 1: keys and values are expected
            batch.max.size 5             | line 1: keys and values are expected
            'a: [1, 2'                   | line
            '{threads: 1, threads: 2}'   | Duplicate
            '{x: &y 1, threads: *y}'     | aliases are not read
            'alerts.labels: [[a]]'       | the list of alerts.labels must hold plain values
            """)
    void shouldSayWhereTheFileIsWrong(String text, String message) throws IOException {
        // Given
        Path file = written(text);

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAKeyThatIsGivenTwiceInTwoForms() throws IOException {
        // Given
        Path file = written("batch.linger.ms: 1\nbatch:\n  linger.ms: 2\n");

        // When, then
        assertThatThrownBy(() -> ConfigurationLoader.load(
                        Optional.of(file), Map.of(), Map.of()))
                .hasMessage("batch.linger.ms is given twice: " + file + ", line 1, and " + file + ", line 3");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        // Given
        Path file = folder.resolve("none.yaml");

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("There is no configuration file " + file + ".");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("elmstream.yaml"), text);
    }
}
