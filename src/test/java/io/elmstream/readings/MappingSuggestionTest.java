package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.readings.MappingSuggestion.Sample;
import io.elmstream.serving.RowFeatures;
import io.elmstream.support.ProtobufValues;
import io.elmstream.support.SparkplugText;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ProtoText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class MappingSuggestionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = 1_764_144_000_000L;

    private record Features(List<String> features, String taker) implements RowFeatures {}

    /** What is suggested is a mapping by which none of the samples becomes a dead letter. */
    @Property(tries = 300)
    void shouldSuggestAMappingThatFitsItsSamples(@ForAll("samples") List<String> values, @ForAll boolean keyed)
            throws JsonProcessingException {
        // Given
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            samples.add(sample(
                    keyed ? ("key-" + i % 2).getBytes(UTF_8) : null,
                    values.get(i).getBytes(UTF_8)));
        }

        // When
        String yaml = String.join("\n", MappingSuggestion.of("telemetry", samples, Optional.empty(), Optional.empty()));

        // Then
        Mappings mappings = MappingParser.parse(
                "readings", new YAMLMapper().readTree(yaml).get("readings").toString());
        Mapping mapping = mappings.of("telemetry").orElseThrow();
        ReadingCheck check = new ReadingCheck(
                mapping,
                new TopicReaders(mappings, new MemorySchemaRegistry()).of("telemetry"),
                new Features(
                        mapping.features().stream().map(FeatureMapping::name).toList(), "the test"),
                row -> {
                    for (int i = 0; i < row.length; i++) {
                        if (Float.isInfinite(row[i])) {
                            return i;
                        }
                    }
                    return -1;
                });
        for (Sample sample : samples) {
            assertThat(check.check(sample.key(), sample.value(), new RecordHeaders(), NOW))
                    .as("%s%n%s", yaml, new String(sample.value(), UTF_8))
                    .allSatisfy(reading -> assertThat(reading.faults()).isEmpty());
        }
        assertThat(check.remarks()).isEmpty();
    }

    /** Records of one shape, in which some fields are left out or have other values; there is always a number. */
    @Provide
    Arbitrary<List<String>> samples() {
        Arbitrary<String> names = Arbitraries.of(
                "device",
                "id",
                "ts",
                "time",
                "at",
                "temp",
                "light",
                "mode",
                "key",
                "on",
                "null",
                "a.b",
                "a",
                "b[0]",
                "x\"y",
                "",
                "values[].temp",
                "# c",
                "Grüße",
                "y: z",
                "\u0085",
                "\ud83d\ude00",
                "12",
                "{",
                "tab\t");
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs()
                        .between(1_500_000_000_000L, 1_800_000_000_000L)
                        .map(Object.class::cast),
                Arbitraries.of(
                        1594512094.38, true, false, "22.7", "OFF", "true", "", "2026-11-26T08:00:00Z", "#\n-", 1e300),
                Arbitraries.strings().ofMaxLength(3).map(Object.class::cast));
        Arbitrary<Map<String, Object>> flat = Arbitraries.maps(names, scalars).ofMaxSize(5);
        Arbitrary<Object> values = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, scalars),
                net.jqwik.api.Tuple.of(1, flat.map(Object.class::cast)),
                net.jqwik.api.Tuple.of(1, scalars.list().ofMaxSize(3).map(Object.class::cast)),
                net.jqwik.api.Tuple.of(1, flat.list().ofMaxSize(3).map(Object.class::cast)));
        Arbitrary<Map<String, Object>> fields = Arbitraries.maps(names, values).ofMaxSize(6);
        return fields.flatMap(shape -> Arbitraries.maps(names, values)
                .ofMaxSize(1)
                .map(other -> {
                    Map<String, Object> one = new LinkedHashMap<>(shape);
                    one.putAll(other);
                    one.put("number", 1.5);
                    return text(one);
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(4));
    }

    private static String text(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTakeTheKeyForTheSensorIfItRepeats() {
        // Given
        byte[] value = "{\"temp\": 1}".getBytes(UTF_8);

        // When, then
        assertThat(suggested(sample("a".getBytes(UTF_8), value), sample("a".getBytes(UTF_8), value)))
                .contains("    sensor: key  # 1 value, which repeat");
        assertThat(suggested(sample("a".getBytes(UTF_8), value), sample("b".getBytes(UTF_8), value)))
                .contains("    sensor: key  # no value repeats in these records; is it the sensor id?");
        assertThat(suggested(sample(null, value), sample("b".getBytes(UTF_8), value)))
                .anyMatch(line -> line.startsWith("    sensor: {value: all}  # no key and no field"));
        assertThat(suggested(sample(new byte[] {0, 1}, value)))
                .anyMatch(line -> line.startsWith("    sensor: {value: all}  # no key and no field"));
    }

    private static List<String> suggested(Sample... samples) {
        return MappingSuggestion.of("telemetry", List.of(samples), Optional.empty(), Optional.empty());
    }

    private static Sample sample(byte[] key, byte[] value) {
        return new Sample(key, value, new RecordHeaders());
    }

    @Test
    void shouldReadProtobufWithTheSchemaInTheRegistry() {
        // Given
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        FileDescriptor file = ProtoText.file("""
                syntax = "proto3";
                import "google/protobuf/timestamp.proto";
                import "google/protobuf/wrappers.proto";
                message Telemetry {
                  enum Mode { OFF = 0; ECO = 1; }
                  string device = 1; google.protobuf.Timestamp ts = 2; double temp = 3; optional int64 count = 4;
                  Mode mode = 5; map<string, fixed64> more = 6; repeated float axes = 7; bytes raw = 8;
                  google.protobuf.BoolValue lit = 9;
                }""");
        Descriptor type = file.findMessageTypeByName("Telemetry");
        byte[] first = ProtobufValues.message(
                type,
                "device: 'a' ts { seconds: 1594512094 } temp: 1.5 count: 3 axes: 1 axes: 2 lit { value: true }"
                        + " more { key: 'x' value: 18446744073709551615 }");
        byte[] second = ProtobufValues.message(type, "device: 'a' ts { seconds: 1594512095 } mode: ECO lit { }");
        int id = registry.register(file);

        // When
        List<String> lines = MappingSuggestion.of(
                "telemetry",
                Stream.of(first, second)
                        .map(bytes -> sample(null, ProtobufValues.withRef(id, type, bytes)))
                        .toList(),
                Optional.empty(),
                Optional.of(registry));

        // Then
        assertThat(lines)
                .contains(
                        "    format: protobuf",
                        "    sensor: device  # 1 value, which repeat",
                        "    time: ts  # 2020-07-12T00:01:34Z is 2020-07-12T00:01:34Z",
                        "      temp: temp",
                        "      count: {path: count, missing: NaN}  # missing in 1 of 2",
                        "      lit: {path: lit, type: boolean}",
                        "      more.x: {path: more.x, missing: NaN}  # missing in 1 of 2")
                .doesNotContain("    ids: content");
    }

    @Test
    void shouldSayWhereIdsAreIfNotWhereMostAre() {
        // Given
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        FileDescriptor file = ProtoText.file("syntax = \"proto3\"; message R { double temp = 1; }");
        Descriptor type = file.findMessageTypeByName("R");
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                "apicurio.value.contentId",
                ByteBuffer.allocate(8).putLong(registry.register(file)).array());
        Sample sample = new Sample(null, ProtobufValues.message(type, "temp: 1"), headers);

        // When / Then
        assertThat(MappingSuggestion.of("t", List.of(sample), Optional.empty(), Optional.of(registry)))
                .contains("    format: protobuf", "    ids: headers", "      temp: temp");
    }

    @Test
    void shouldSuggestTheMetricsOfSparkplug() {
        // Given
        List<SparkplugText> messages = SparkplugText.messages("""
                # STATE/scada
                seq: 1
                # spBv1.0/plant/DBIRTH/edge-1/pump-7
                metrics { name: "bdSeq" datatype: 8 long_value: 1 }
                metrics { name: "Inputs/Temp" alias: 1 datatype: 9 float_value: 20.5 }
                metrics { name: "a.b" alias: 2 datatype: 11 boolean_value: true }
                # spBv1.0/plant/DDATA/edge-1/pump-7
                metrics { alias: 1 float_value: 21 }
                """);
        List<Sample> keyed = messages.stream()
                .map(message -> new Sample(message.key(), message.value(), new RecordHeaders()))
                .toList();
        List<Sample> headed = messages.stream()
                .map(message -> new Sample(
                        null, message.value(), new RecordHeaders().add(new RecordHeader("mqtt.topic", message.key()))))
                .toList();

        // When / Then
        assertThat(MappingSuggestion.of("edge", keyed, Optional.empty(), Optional.empty()))
                .contains("    format: sparkplug")
                .contains("      \"Inputs/Temp\": \"Inputs/Temp\"")
                .anyMatch(line -> line.contains("type: boolean"))
                .noneMatch(line -> line.contains("bdSeq") || line.contains("sensor") || line.contains("mqtt"));
        assertThat(MappingSuggestion.of("edge", headed, Optional.empty(), Optional.empty()))
                .contains("    mqtt: {header: mqtt.topic}");
    }
}
