package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.ConfigurationLoader;
import io.elmstream.topology.inference.OutputSettings;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/outputs.md shows what is written. */
class OutputsPageTest {

    private static final Path PAGE = Path.of("docs/outputs.md");
    private static final String CLUSTER =
            "bootstrap.servers: kafka:9092\nregistry.url: http://registry:8080/apis/registry/v3\nstate.dir: state\n";

    @TempDir
    private Path folder;

    @Test
    void shouldShowPredictionAndAlertAsTheyAreWritten() throws Exception {
        // Given
        List<byte[]> shown = blocks("json").stream()
                .map(block -> block.replace("\n ", "").strip().getBytes(UTF_8))
                .toList();

        // When
        Prediction prediction = RecordReader.ofPredictions().read(shown.get(0));
        Alert alert = RecordReader.ofAlerts().read(shown.get(1));

        // Then
        assertThat(new JsonRecordEncoder<Prediction>().encode(prediction))
                .asString(UTF_8)
                .isEqualTo(text(shown.get(0)));
        assertThat(new JsonRecordEncoder<Alert>().encode(alert)).asString(UTF_8).isEqualTo(text(shown.get(1)));
    }

    @Test
    void shouldShowSettingsThatCanBeLoaded() throws IOException {
        assertThat(blocks("yaml")).isNotEmpty().allSatisfy(yaml -> {
            Path file = Files.writeString(folder.resolve("elmstream.yaml"), CLUSTER + yaml);
            OutputSettings outputs = ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of())
                    .configuration()
                    .inference()
                    .outputs();
            assertThat(outputs).isNotEqualTo(OutputSettings.AVRO);
        });
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
