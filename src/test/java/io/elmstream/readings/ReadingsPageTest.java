package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.MemoryNodeStates;
import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import io.elmstream.serving.RowFeatures;
import io.elmstream.support.ProtobufValues;
import io.elmstream.support.SparkplugText;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ProtoText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mappings on the pages must be ones. */
class ReadingsPageTest {

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final Pattern PROTO = Pattern.compile("(?ms)^```proto\\n(.*?)^```");
    private static final Pattern TEXTPROTO = Pattern.compile("(?ms)^```textproto\\n(.*?)^```");
    private static final String CLUSTER =
            "bootstrap.servers: kafka:9092\nregistry.url: http://registry:8080/apis/registry/v3\nstate.dir: state\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"docs/readings.md", "README.md"})
    void shouldShowMappingsThatCanBeLoaded(String page) throws IOException {
        // Given
        List<String> mappings = YAML.matcher(Files.readString(Path.of(page)))
                .results()
                .map(found -> found.group(1))
                .filter(yaml -> yaml.startsWith("readings:"))
                .toList();

        // Then
        assertThat(mappings).isNotEmpty().allSatisfy(yaml -> {
            Path file = Files.writeString(folder.resolve("elmstream.yaml"), CLUSTER + yaml);
            assertThat(ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of())
                            .configuration()
                            .inference()
                            .mappings()
                            .all())
                    .isNotEmpty();
        });
    }

    @Test
    void shouldShowAProtobufSchemaThatItsMappingReads() throws IOException {
        // Given
        String page = Files.readString(Path.of("docs/readings.md"));
        String mapping = first(YAML, page.substring(page.indexOf("## Protobuf")));
        FileDescriptor file = ProtoText.file(first(PROTO, page));
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        int id = registry.register(file);
        Mappings mappings = MappingParser.parse(
                "readings", new YAMLMapper().readTree(mapping).get("readings").toString());
        TopicReader reader = new TopicReaders(mappings, registry).first();
        Descriptor type = file.findMessageTypeByName("Telemetry");
        byte[] value = ProtobufValues.withRef(
                id,
                type,
                ProtobufValues.message(
                        type,
                        "device { id: 'p-7' } taken { seconds: 5 } pressure: 3 valve: OPEN axes: 1 axes: 2 axes: 4"
                                + " more { key: 'flow' value: 2500 }"));

        // When
        reader.read(null, value, new RecordHeaders(), 1_000);
        reader.select(0);
        float[] row = new float[4];

        // Then
        assertThat(reader.row(new Row(List.of("bar", "valve", "vibration", "flow"), "the page"), row, 0))
                .isEmpty();
        assertThat(row).containsExactly(3, 1, 4, 2.5f);
        assertThat(reader.sensor()).asString().isEqualTo("p-7");
        assertThat(reader.eventTimeOr(1_000)).isEqualTo(5_000);
    }

    @Test
    void shouldShowMessagesOfSparkplugThatTheirMappingReads() throws Exception {
        // Given
        String page = Files.readString(Path.of("docs/readings.md"));
        String mapping = first(YAML, page.substring(page.indexOf("## Sparkplug B")));
        Mappings mappings = MappingParser.parse(
                "readings", new YAMLMapper().readTree(mapping).get("readings").toString());
        RecordCompletion completion = new RecordCompletion(mappings, new MemoryNodeStates(), Gaps.IGNORED);
        TopicReader reader = new TopicReaders(mappings, new MemorySchemaRegistry()).first();
        List<String> rows = new ArrayList<>();

        // When
        for (SparkplugText message : SparkplugText.messages(first(TEXTPROTO, page))) {
            if (completion.take("sparkplug", message.key(), message.value(), new RecordHeaders())
                    instanceof Data data) {
                reader.read(message.key(), data.value(), new RecordHeaders(), 1_000);
                for (int i = 0; i < reader.count(); i++) {
                    reader.select(i);
                    float[] row = new float[2];
                    assertThat(reader.row(new Row(List.of("temperature", "valve"), "the page"), row, 0))
                            .isEmpty();
                    rows.add(new String(reader.sensor(), UTF_8) + " " + Arrays.toString(row));
                }
            }
        }

        // Then
        assertThat(rows)
                .containsExactly(
                        "plant/edge-1/pump-7 [21.0, 1.0]",
                        "plant/edge-1/pump-7 [21.5, 1.0]",
                        "plant/edge-1/pump-7 [21.5, 0.0]");
    }

    private record Row(List<String> features, String taker) implements RowFeatures {}

    private static String first(Pattern form, String page) {
        Matcher found = form.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void shouldDescribeEveryFormat() throws IOException {
        assertThat(Files.readString(Path.of("docs/readings.md")))
                .contains(List.of(Format.values()).stream()
                        .map(format -> "`" + format.key() + "`")
                        .toList());
    }
}
