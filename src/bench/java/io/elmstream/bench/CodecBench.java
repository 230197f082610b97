package io.elmstream.bench;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.JsonPredictionEncoder;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.ReadingView;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ServedVersion;
import io.elmstream.wire.ValueEncoder;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Our codecs beside the stock serde, which talks to a registry in memory: a reading of 48 features into a row, and a
 * prediction of 6 classes into bytes.
 */
public final class CodecBench {

    /**
     * Nanoseconds a record.
     *
     * @param decodeNanos a reading into a row
     * @param encodeNanos a prediction into bytes
     * @param jsonEncodeNanos the same as JSON
     * @param stockDecodeNanos the same as decodeNanos by the stock serde
     * @param stockEncodeNanos the same as encodeNanos by the stock serde
     * @param forms the same numbers into a row, by the form of the record
     */
    public record Result(
            double decodeNanos,
            double encodeNanos,
            double jsonEncodeNanos,
            double stockDecodeNanos,
            double stockEncodeNanos,
            FormsBench.Forms forms) {}

    private static final int FEATURES = 48;
    private static final int CALLS = 1_000;
    private static final double SECONDS = 20;
    private static final String TOPIC = "bench";
    private static final List<String> LABELS = List.of("c0", "c1", "c2", "c3", "c4", "c5");
    /** As a model gives them, with all their digits. */
    private static final float[] PROBABILITIES = {0.0213746f, 0.9357125f, 0.0317298f, 3.8417e-5f, 0.0109254f, 2.1987e-4f
    };

    private final byte[] reading;
    private final ReadingDecoder decoder;
    private final ReadingView view = new ReadingView();
    private final float[] row = new float[FEATURES];
    private final ScoredReading scored;
    private final ScoredReading scoredForJson;
    private long offset = 1_000_100;
    private final Prediction prediction;
    private final Deserializer<SpecificRecord> stockDeserializer;
    private final Serializer<SpecificRecord> stockSerializer;

    /** Makes the records. */
    public CodecBench() {
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        List<Float> features = ReadingRecords.features(KernelBench.values(FEATURES, 1));
        stockSerializer = MemoryFacade.serializer(registry);
        stockDeserializer = MemoryFacade.deserializer(registry);
        reading = MemoryFacade.<SpecificRecord>serializer(registry)
                .serialize(
                        TOPIC,
                        new SensorReading(
                                "sensor-100", null, Instant.ofEpochMilli(1_700_000_000_000L), null, features));
        decoder = new ReadingDecoder(registry);
        scored = scored(new PredictionEncoder(registry.register(TOPIC, Prediction.getClassSchema())));
        scoredForJson = scored(new JsonPredictionEncoder());
        prediction = new Prediction(
                "sensor-100",
                "bench",
                1,
                1L,
                Instant.ofEpochMilli(1_700_000_000_000L),
                "c1",
                PROBABILITIES[1],
                ReadingRecords.features(PROBABILITIES),
                "0_0",
                1_000_000L,
                256,
                "sensor-readings",
                0,
                1_000_100L,
                LABELS,
                false,
                0,
                false,
                "",
                0,
                List.of(),
                List.of(),
                0f);
    }

    private static ScoredReading scored(ValueEncoder<ScoredReading> encoder) {
        ScoredReading scored = new ScoredReading("0_0", encoder);
        scored.batch(1_000_000, 256);
        scored.scored(
                "sensor-100".getBytes(StandardCharsets.UTF_8),
                1_700_000_000_000L,
                new ServedVersion(new VersionKey(new ModelId("bench"), 1), 1, LABELS),
                PROBABILITIES,
                0,
                false);
        return scored;
    }

    /** Takes a minute. */
    public Result run() {
        double[] times = BestTime.of(
                SECONDS,
                many(this::decode),
                many(this::encode),
                many(this::jsonEncode),
                many(this::stockDecode),
                many(this::stockEncode));
        return new Result(
                times[0] / CALLS,
                times[1] / CALLS,
                times[2] / CALLS,
                times[3] / CALLS,
                times[4] / CALLS,
                new FormsBench().run());
    }

    /** The reading's bytes into a row. */
    float decode() {
        decoder.decode(reading, view);
        view.readFeatures(row, 0);
        return row[FEATURES - 1];
    }

    /** Another reading each time, or the bytes of the one before would be given again. */
    byte[] encode() {
        scored.source("sensor-readings", 0, ++offset, 0);
        return scored.encoded();
    }

    /** The same as JSON. */
    byte[] jsonEncode() {
        scoredForJson.source("sensor-readings", 0, ++offset, 0);
        return scoredForJson.encoded();
    }

    Object stockDecode() {
        return stockDeserializer.deserialize(TOPIC, reading);
    }

    byte[] stockEncode() {
        return stockSerializer.serialize(TOPIC, prediction);
    }

    private static Runnable many(Runnable one) {
        return () -> {
            for (int i = 0; i < CALLS; i++) {
                one.run();
            }
        };
    }
}
