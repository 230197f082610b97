package io.elmstream.wire;

import static io.elmstream.support.HostileBytes.concat;
import static io.elmstream.support.HostileBytes.zigZag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.batch.Rejection;
import io.elmstream.bench.MemoryFacade;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.Allocation;
import io.elmstream.support.HostileBytes;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingDecoderTest {

    /** Far more than any reading here, far less than a hostile length asks for. */
    private static final long MODEST = 10_000_000;

    private static final SensorReading FULL = new SensorReading(
            "pump-1", "shuttle", Instant.ofEpochMilli(1_700_000_000_000L), "normal", List.of(1f, Float.NaN, -3.5f));

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final int contentId = registry.register("sensor-readings", SensorReading.getClassSchema());
    private final ReadingDecoder decoder = new ReadingDecoder(registry);
    private final ReadingView view = new ReadingView();

    @Property(tries = 300)
    void shouldReadWhatTheStockSerializerWrites(@ForAll("readings") SensorReading reading) {
        // Given
        byte[] value = MemoryFacade.<SpecificRecord>serializer(registry).serialize("sensor-readings", reading);

        // When
        decoder.decode(value, view);

        // Then
        assertThatViewShows(reading);
    }

    @Provide
    Arbitrary<SensorReading> readings() {
        Arbitrary<String> texts =
                Arbitraries.strings().withCharRange(' ', '\ud7ff').ofMaxLength(100);
        Arbitrary<Instant> times = Arbitraries.longs().map(Instant::ofEpochMilli);
        return Combinators.combine(
                        texts,
                        texts.injectNull(0.3),
                        times.injectNull(0.3),
                        texts.injectNull(0.3),
                        Arbitraries.floats().list().ofMaxSize(300))
                .as(SensorReading::new);
    }

    @Test
    void shouldReadTenThousandFeatures() {
        // Given
        List<Float> features = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            features.add((float) i);
        }
        SensorReading reading = new SensorReading("pump-1", null, null, null, features);

        // When
        decoder.decode(new RecordEncoder<SensorReading>(contentId).encode(reading), view);

        // Then
        assertThatViewShows(reading);
    }

    @Test
    void shouldReadFeaturesInSeveralBlocksWithAndWithoutTheirSize() {
        // Given
        byte[] value = start();
        value = concat(value, zigZag(2));
        value = concat(value, floats(1, 2));
        value = concat(value, zigZag(-1));
        value = concat(value, zigZag(4));
        value = concat(value, floats(3));
        value = concat(value, zigZag(0));

        // When
        decoder.decode(value, view);

        // Then
        assertThatViewShows(new SensorReading("pump-1", null, null, null, List.of(1f, 2f, 3f)));
    }

    @Property
    void shouldSayOfAnyBytesThatTheyAreNoReading(@ForAll("hostile") byte[] value) throws Exception {
        // Given
        ReadingDecoder fresh = new ReadingDecoder(registry);
        List<SensorReading> read = new ArrayList<>();

        // When
        long allocated = Allocation.of(() -> {
            fresh.decode(value, view);
            if (view.rejection().isEmpty()) {
                read.add(shown());
            }
        });

        // Then
        assertThat(allocated).isLessThan(MODEST);
        if (read.isEmpty()) {
            assertThat(view.rejection()).isPresent();
            assertThat(view.detail()).isNotEmpty();
        } else {
            assertThat(4 * read.get(0).getFeatures().size()).isLessThan(value.length);
        }
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        byte[] good = new RecordEncoder<SensorReading>(contentId).encode(FULL);
        return Arbitraries.oneOf(
                HostileBytes.of(good, 0),
                HostileBytes.of(good, Frame.HEADER),
                Arbitraries.bytes().array(byte[].class));
    }

    @Test
    void shouldNotTakeAnUnknownContentIdForTheFirstOne() {
        // Given: all bits set, which an int also knows as -1
        byte[] value = new RecordEncoder<SensorReading>(-1).encode(FULL);

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNKNOWN_SCHEMA);
        assertThat(view.detail()).contains("content id -1");
    }

    @Test
    void shouldRefuseBytesBehindTheLastField() {
        // Given
        byte[] value = concat(new RecordEncoder<SensorReading>(contentId).encode(FULL), new byte[] {1, 2});

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
        assertThat(view.detail()).isEqualTo("2 bytes follow the last field of SensorReading");
    }

    @Test
    void shouldReadTheNextReadingAfterABadOne() {
        // Given
        decoder.decode(new byte[] {1, 2, 3}, view);
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);

        // When
        decoder.decode(new RecordEncoder<SensorReading>(contentId).encode(FULL), view);

        // Then
        assertThatViewShows(FULL);
    }

    @Test
    void shouldJudgeNothingWhileTheRegistryDoesNotAnswer() {
        // Given
        ReadingDecoder cutOff = new ReadingDecoder(new SchemaRegistry() {
            @Override
            public Lookup find(SchemaId id) {
                throw new RegistryUnreachableException("no answer", new IllegalStateException());
            }

            @Override
            public void offer(String topic, List<Schema> schemas) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int register(String topic, Schema schema) {
                throw new UnsupportedOperationException();
            }
        });
        byte[] value = new RecordEncoder<SensorReading>(contentId).encode(FULL);

        // When / Then
        assertThatThrownBy(() -> cutOff.decode(value, view)).isInstanceOf(RegistryUnreachableException.class);
        assertThat(view.rejection()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"worn, 0", "leak, 1", "normal, 2", "lea, -1", "leaks, -1", "'', -1", "null, -2"},
            nullValues = "null")
    void shouldFindTheTrueClassAmongTheLabels(@Nullable String label, int index) {
        // Given
        ServedVersion version =
                new ServedVersion(new VersionKey(new ModelId("shuttle"), 1), 1, List.of("worn", "leak", "normal"));
        SensorReading reading = new SensorReading("pump-1", null, null, label, List.of(1f));

        // When
        decoder.decode(new RecordEncoder<SensorReading>(contentId).encode(reading), view);

        // Then
        assertThat(view.actual(version)).isEqualTo(index);
    }

    @Test
    void shouldTakeNoMemoryForAReading() throws Exception {
        // Given
        byte[] value = new RecordEncoder<SensorReading>(contentId).encode(FULL);
        byte[] key = "pump-1".getBytes(UTF_8);
        byte[] model = "shuttle".getBytes(UTF_8);
        ServedVersion version =
                new ServedVersion(new VersionKey(new ModelId("shuttle"), 1), 1, List.of("leak", "normal", "worn"));
        float[] row = new float[3];
        int rounds = 10_000;

        // When
        long allocated = Allocation.of(() -> {
            for (int i = 0; i < rounds; i++) {
                decoder.decode(value, view);
                if (view.isOfSensor(key) && view.namesModel(model) && view.actual(version) == 1) {
                    view.readFeatures(row, 0);
                }
            }
        });

        // Then
        assertThat(row[2]).isEqualTo(-3.5f);
        assertThat(allocated / rounds).isZero();
    }

    /** The frame and the fields before the features of a reading of pump-1 that names nothing else. */
    private byte[] start() {
        byte[] frame = new byte[Frame.HEADER];
        Frame.writeHeader(frame, contentId);
        byte[] sensor = "pump-1".getBytes(UTF_8);
        return concat(concat(concat(frame, zigZag(sensor.length)), sensor), new byte[] {0, 0, 0});
    }

    private static byte[] floats(float... values) {
        AvroOutput out = new AvroOutput();
        for (float value : values) {
            out.writeFloat(value);
        }
        return out.toBytes();
    }

    private void assertThatViewShows(SensorReading reading) {
        assertThat(view.rejection()).isEmpty();
        assertThat(shown())
                .isEqualTo(new SensorReading(
                        reading.getSensorId(),
                        reading.getModelId(),
                        reading.getEventTime(),
                        null,
                        reading.getFeatures()));
        assertThat(view.isOfSensor(reading.getSensorId().getBytes(UTF_8))).isTrue();
        assertThat(view.isOfSensor((reading.getSensorId() + "x").getBytes(UTF_8)))
                .isFalse();
    }

    /** What the view says, but for the label, which no prediction looks at. */
    private SensorReading shown() {
        float[] row = new float[view.width() + 2];
        view.readFeatures(row, 1);
        List<Float> features = new ArrayList<>();
        for (int i = 0; i < view.width(); i++) {
            features.add(row[i + 1]);
        }
        @Nullable
        Instant eventTime =
                view.eventTimeOr(1) == 1 && view.eventTimeOr(2) == 2 ? null : Instant.ofEpochMilli(view.eventTimeOr(0));
        return new SensorReading(view.sensorId(), view.namesModel() ? view.modelId() : null, eventTime, null, features);
    }
}
