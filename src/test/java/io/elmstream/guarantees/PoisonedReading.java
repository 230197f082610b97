package io.elmstream.guarantees;

import io.elmstream.batch.Rejection;
import io.elmstream.support.ReadingFeed;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.avro.SensorReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be scored.
 *
 * @param reason that its dead letter must give
 */
record PoisonedReading(Rejection reason, byte @Nullable [] key, byte @Nullable [] value) {

    private static final String SENSOR = "sensor-0";
    private static final int UNKNOWN_SCHEMA = 987_654_321;
    private static final int LARGE = 1_000_000;

    /**
     * At least one of every reason that can come over the wire. {@link Rejection#SCORING_FAILED} cannot: a model that
     * is let in gives each row, however wild, probabilities.
     */
    static List<PoisonedReading> all(ReadingFeed feed) {
        byte[] key = bytes(SENSOR);
        byte[] good = feed.encode(reading(null, Instant.now(), SmallModel.FEATURES));
        List<Float> narrow = SmallModel.FEATURES.subList(0, 7);
        List<PoisonedReading> all = new ArrayList<>(List.of(
                new PoisonedReading(Rejection.UNREADABLE, key, bytes("{\"temperature\": 21.5}")),
                new PoisonedReading(Rejection.UNREADABLE, key, new byte[0]),
                new PoisonedReading(Rejection.UNREADABLE, key, Arrays.copyOf(good, good.length - 2)),
                new PoisonedReading(Rejection.UNREADABLE, key, Arrays.copyOf(good, good.length + 1)),
                new PoisonedReading(Rejection.UNREADABLE, key, bytes("x".repeat(LARGE))),
                new PoisonedReading(Rejection.UNKNOWN_SCHEMA, key, withContentId(good, UNKNOWN_SCHEMA)),
                new PoisonedReading(Rejection.WRONG_WIDTH, key, feed.encode(reading(null, Instant.now(), narrow))),
                new PoisonedReading(Rejection.NO_KEY, null, good),
                new PoisonedReading(Rejection.NO_VALUE, key, null),
                new PoisonedReading(Rejection.KEY_MISMATCH, bytes("sensor-1"), good),
                new PoisonedReading(
                        Rejection.NO_MODEL, key, feed.encode(reading("boiler", Instant.now(), SmallModel.FEATURES))),
                new PoisonedReading(
                        Rejection.BAD_TIMESTAMP, key, feed.encode(reading(null, Instant.EPOCH, SmallModel.FEATURES)))));
        for (float wild : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            List<Float> features = new ArrayList<>(SmallModel.FEATURES);
            features.set(4, wild);
            byte[] value = feed.encode(reading(null, Instant.now(), features));
            all.add(new PoisonedReading(Rejection.NOT_FINITE, key, value));
        }
        return all;
    }

    /** A sound value, but for its content id. */
    static byte[] ofUnknownSchema(ReadingFeed feed, int id) {
        return withContentId(feed.encode(reading(null, Instant.now(), SmallModel.FEATURES)), id);
    }

    private static SensorReading reading(@Nullable String model, Instant at, List<Float> features) {
        return new SensorReading(SENSOR, model, at, null, features);
    }

    private static byte[] withContentId(byte[] value, int id) {
        byte[] changed = value.clone();
        ByteBuffer.wrap(changed).putInt(1, id);
        return changed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
