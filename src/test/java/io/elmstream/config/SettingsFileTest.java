package io.elmstream.config;

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
        assertThat(SettingsFile.read(file))
                .extracting(Setting::key, Setting::value)
                .containsExactly(
                        tuple("a", "0.10"), tuple("b", "true"), tuple("c", "007"), tuple("d", List.of("1", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "kafka:\n#  security.protocol: SSL\nmodels.default:\n"})
    void shouldTakeWhatIsCommentedOutAsNotSet(String text) throws IOException {
        // When, then
        assertThat(SettingsFile.read(written(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - a                          | line 1: expected keys and values
            batch.max.size 5             | line 1: expected keys and values
            'a: [1, 2'                   | line
            '{threads: 1, threads: 2}'   | Duplicate
            '{x: &y 1, threads: *y}'     | aliases are not supported
            'alerts.labels: [[a]]'       | the list alerts.labels must contain only plain values
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.sasl.jaas.config: hushhush password=\"hushhush\": x",
                "kafka.sasl.jaas.config: \"hushhush",
                "kafka.sasl.jaas.config: 'hushhush' hushhush",
                "kafka.ssl.key.password: *hushhush",
                "kafka.ssl.key.password: !hushhush!hushhush x",
                "kafka.ssl.key.password: {hushhush: [",
                "threads: 1\n kafka.ssl.key.password: hushhush",
                "kafka.ssl.key.password: \"hush\\hushhush\""
            })
    void shouldNeverQuoteAValueOfAFileThatIsWrong(String text) throws IOException {
        // Given
        Path file = written(text);

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .contains("line ")
                        .doesNotContain("hushhush")
                        .doesNotContain("\n"));
    }

    @Test
    void shouldNotShowTheValueOfAKeyThatDoesNotExist() throws IOException {
        // Given
        Path file = written("kafka.ssl.kee: 1\nkafkaa.pasword: hushhush\n");

        // When, then
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of()))
                .hasMessageStartingWith("kafkaa.pasword (" + file + ", line 2) is not a key.")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("hushhush"));
    }

    @Test
    void shouldRefuseAFileThatIsTooLongAtOnce() throws IOException {
        // Given
        Path file = written("kafka.client.id: \"" + "x ".repeat(5_000_000) + "\"\n");

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file)).hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void shouldRefuseSectionsThatLieTooDeep() throws IOException {
        // Given
        Path flow = written("a: " + "{a: ".repeat(100_000));

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(flow))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(flow.toString());
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        // Given
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xfc});

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file)).hasMessageContaining("is not UTF-8 text");
    }

    @Test
    void shouldRefuseAKeyThatIsGivenTwiceInTwoForms() throws IOException {
        // Given
        Path file = written("batch.linger.ms: 1\nbatch:\n  linger.ms: 2\n");

        // When, then
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of()))
                .hasMessage("batch.linger.ms is set twice: " + file + ", line 1, and " + file + ", line 3");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        // Given
        Path file = folder.resolve("none.yaml");

        // When, then
        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The configuration file " + file + " does not exist. Check --config");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("elmstream.yaml"), text);
    }
}
