package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.bench.MemoryFacade;
import io.elmstream.support.Allocation;
import io.elmstream.support.HostileBytes;
import io.elmstream.wire.avro.SensorReading;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class UpgradeTest {

    /** Written by somebody who knows more fields than we do, in another order. */
    private static final Schema NEWER = SchemaBuilder.record("SensorReading")
            .namespace("io.elmstream.wire.avro")
            .fields()
            .name("unit")
            .type()
            .map()
            .values()
            .stringType()
            .noDefault()
            .name("features")
            .type()
            .array()
            .items()
            .floatType()
            .noDefault()
            .name("quality")
            .type()
            .optional()
            .doubleType()
            .name("sensorId")
            .type()
            .stringType()
            .noDefault()
            .name("label")
            .type()
            .optional()
            .stringType()
            .name("modelId")
            .type()
            .optional()
            .stringType()
            .endRecord();

    /** Written by somebody who knows the sensor and whole numbers only. */
    private static final Schema OLDER = SchemaBuilder.record("SensorReading")
            .namespace("io.elmstream.wire.avro")
            .fields()
            .name("sensorId")
            .type()
            .stringType()
            .noDefault()
            .name("features")
            .type()
            .array()
            .items()
            .intType()
            .noDefault()
            .endRecord();

    private static final Schema STRANGER = SchemaBuilder.record("Invoice")
            .namespace("org.example")
            .fields()
            .name("amount")
            .type()
            .longType()
            .noDefault()
            .endRecord();

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final ReadingDecoder decoder = new ReadingDecoder(registry);
    private final ReadingView view = new ReadingView();

    @Test
    void shouldLeaveOutWhatItDoesNotKnow() {
        // Given
        byte[] value = newer(registry);

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.rejection()).isEmpty();
        assertThat(view.isOfSensor("pump-1".getBytes(UTF_8))).isTrue();
        assertThat(view.namesModel("shuttle".getBytes(UTF_8))).isTrue();
        assertThat(features()).containsExactly(1.5f, -2f);
    }

    @Test
    void shouldTakeDefaultsForWhatIsMissing() {
        // Given
        byte[] value = write(
                registry,
                new GenericRecordBuilder(OLDER)
                        .set("sensorId", "pump-1")
                        .set("features", List.of(1, 2, 3))
                        .build());

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.rejection()).isEmpty();
        assertThat(view.isOfSensor("pump-1".getBytes(UTF_8))).isTrue();
        assertThat(view.namesModel()).isFalse();
        assertThat(view.eventTimeOr(42)).isEqualTo(42);
        assertThat(features()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReadGenerationsSideBySide() {
        // Given
        byte[] ours = MemoryFacade.<SensorReading>serializer(registry)
                .serialize("sensor-readings", new SensorReading("pump-2", null, null, null, List.of(7f)));
        byte[] newer = newer(registry);

        for (int round = 0; round < 2; round++) {
            // When
            decoder.decode(ours, view);

            // Then
            assertThat(view.sensorId()).isEqualTo("pump-2");
            assertThat(features()).containsExactly(7);

            // When
            decoder.decode(newer, view);

            // Then
            assertThat(view.sensorId()).isEqualTo("pump-1");
            assertThat(features()).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void shouldRefuseRecordsOfAnotherKind() {
        // Given
        byte[] value = write(
                registry, new GenericRecordBuilder(STRANGER).set("amount", 7L).build());

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
        assertThat(view.detail())
                .isEqualTo("the schema org.example.Invoice with content id 1 cannot be read as a SensorReading:"
                        + " the record is called org.example.Invoice, wanted io.elmstream.wire.avro.SensorReading");
    }

    @Property
    void shouldSayOfAnyBytesThatTheyAreNoReading(@ForAll("hostile") byte[] value) throws Exception {
        // Given
        MemorySchemaRegistry known = new MemorySchemaRegistry();
        newer(known);
        ReadingDecoder fresh = new ReadingDecoder(known);

        // When
        long allocated = Allocation.of(() -> {
            fresh.decode(value, view);
            if (view.rejection().isEmpty()) {
                features();
            }
        });

        // Then
        assertThat(allocated).isLessThan(10_000_000);
        assertThat(view.rejection().isEmpty() || !view.detail().isEmpty()).isTrue();
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        return HostileBytes.of(newer(new MemorySchemaRegistry()), Frame.HEADER);
    }

    private float[] features() {
        float[] row = new float[view.width()];
        view.readFeatures(row, 0);
        return row;
    }

    private static byte[] newer(MemorySchemaRegistry registry) {
        return write(
                registry,
                new GenericRecordBuilder(NEWER)
                        .set("unit", Map.of("pressure", "Pa", "flow", "l/s"))
                        .set("features", List.of(1.5f, -2f))
                        .set("quality", 0.5)
                        .set("sensorId", "pump-1")
                        .set("label", null)
                        .set("modelId", "shuttle")
                        .build());
    }

    private static byte[] write(MemorySchemaRegistry registry, GenericRecord value) {
        return MemoryFacade.<GenericRecord>serializer(registry).serialize("sensor-readings", value);
    }
}
