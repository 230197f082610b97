package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.TopicReader;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ServedVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the benchmark of formats writes is what Elmstream reads by the mapping of the format. */
class BenchFormatTest {

    private static final int FEATURES = 3;
    private static final Elm ELM = BenchModel.elm(FEATURES, 2, 2);

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final BenchSchemas schemas = new BenchSchemas() {
        @Override
        public int register(String topic, Schema schema) {
            return registry.register(topic, schema);
        }

        @Override
        public int register(String topic, FileDescriptor schema) {
            return registry.register(schema);
        }
    };

    static Stream<Arguments> formats() {
        return Arrays.stream(BenchFormat.values())
                .flatMap(format -> IntStream.rangeClosed(1, format.hasPacks() ? 2 : 1)
                        .mapToObj(readings -> Arguments.of(format, readings)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldWriteWhatTheMappingReads(BenchFormat format, int count) {
        // Given
        List<BenchReading> readings = IntStream.range(0, count)
                .mapToObj(number -> BenchReading.of(number, FEATURES))
                .toList();
        ReadyVersion version = new ReadyVersion(
                PackedClassifier.pack(ELM),
                new ServedVersion(new VersionKey(new ModelId(BenchModel.ID), 1), 1, List.of("a", "b")),
                ELM.featureNames(),
                new VersionCounts());

        // When
        byte[] value = format.writer("t", ELM.featureNames(), count, schemas).write(readings);
        TopicReader reader =
                new TopicReaders(MappingParser.parse("readings", format.mapping("t", count)), registry).first();
        reader.read(readings.get(0).sensor().getBytes(StandardCharsets.UTF_8), value, new RecordHeaders(), 1);

        // Then
        assertThat(reader.rejection()).describedAs(reader.detail()).isEmpty();
        assertThat(reader.count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            BenchReading expected = readings.get(i);
            float[] row = new float[FEATURES];
            reader.select(i);
            assertThat(reader.row(version, row, 0)).describedAs(reader.detail()).isEmpty();
            assertThat(row).containsExactly(expected.values(), within(1e-5f));
            assertThat(new String(reader.sensor(), StandardCharsets.UTF_8)).isEqualTo(expected.sensor());
            assertThat(reader.eventTimeOr(1)).isEqualTo(expected.time());
        }
    }
}
