package io.elmstream.guarantees;

import io.elmstream.support.SmallModel;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Records that anybody may write to the readings topic, none of which its producer meant well. */
final class HostileReadings {

    private static final int KINDS = 12;
    private static final int ONE_LARGE_IN = 500;
    private static final int LARGE = 900_000;
    private static final List<String> IDS = List.of(
            "",
            " ",
            "\u0000",
            "\u001b[2J",
            "sensor-1\n",
            "../../etc/passwd",
            "\ud83d\udd25",
            "${jndi:ldap://x/y}",
            "x".repeat(50_000));
    private static final List<String> MODELS =
            List.of("", "Shuttle", "shuttle/1", "nobody", "m".repeat(10_000), "\u0000");
    private static final float[] WILD = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -0f
    };
    private static final long[] TIMES = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};

    private final Random random;
    private final String topic;
    private final int contentId;
    private final RecordEncoder<SensorReading> encoder;

    /** @param contentId of the schema of a reading */
    HostileReadings(Random random, String topic, int contentId) {
        this.random = random;
        this.topic = topic;
        this.contentId = contentId;
        this.encoder = new RecordEncoder<>(contentId);
    }

    /** A reading that must be predicted, whatever its neighbours are. */
    ProducerRecord<byte[], byte[]> good(Header mark) {
        String sensor = "good-" + random.nextInt(50);
        return record(
                bytes(sensor),
                encoder.encode(reading(sensor, null, Instant.now(), SmallModel.FEATURES)),
                List.of(mark));
    }

    /** The next one that is not good. */
    ProducerRecord<byte[], byte[]> next() {
        String sensor = "sensor-" + random.nextInt(50);
        byte[] key = bytes(sensor);
        byte[] good = encoder.encode(reading(sensor, null, Instant.now(), SmallModel.FEATURES));
        return switch (random.nextInt(KINDS)) {
            case 0 -> record(key, Mutations.flipped(random, good), List.of());
            case 1 -> record(key, Mutations.cut(random, good), List.of());
            case 2 -> record(key, Mutations.extreme(random, good), List.of());
            case 3 -> record(key, Mutations.noise(random, random.nextInt(300)), List.of());
            case 4 -> record(key, framed(Mutations.noise(random, random.nextInt(300))), List.of());
            case 5 -> record(random.nextBoolean() ? null : new byte[0], good, List.of());
            case 6 -> record(key, null, List.of());
            case 7 -> record(key, encoder.encode(reading(sensor, null, Instant.now(), wild())), List.of());
            case 8 -> named(any(IDS), null);
            case 9 -> named(sensor, any(MODELS));
            case 10 ->
                record(
                        key,
                        encoder.encode(reading(
                                sensor,
                                null,
                                Instant.ofEpochMilli(TIMES[random.nextInt(TIMES.length)]),
                                SmallModel.FEATURES)),
                        List.of());
            default -> record(key, good, headers());
        };
    }

    private ProducerRecord<byte[], byte[]> named(String sensor, @Nullable String model) {
        return record(
                bytes(sensor), encoder.encode(reading(sensor, model, Instant.now(), SmallModel.FEATURES)), List.of());
    }

    private List<Float> wild() {
        List<Float> features = new ArrayList<>();
        for (int i = 0; i < random.nextInt(20); i++) {
            features.add(random.nextBoolean() ? random.nextFloat() * 100 : WILD[random.nextInt(WILD.length)]);
        }
        return features;
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < random.nextInt(50); i++) {
            byte[] value = random.nextInt(5) == 0 ? null : Mutations.noise(random, random.nextInt(40));
            headers.add(new RecordHeader(i % 3 == 0 ? "elmstream.reason" : any(IDS), value));
        }
        if (random.nextInt(ONE_LARGE_IN / KINDS) == 0) {
            headers.add(new RecordHeader("large", new byte[LARGE]));
        }
        return headers;
    }

    private byte[] framed(byte[] content) {
        return ByteBuffer.allocate(5 + content.length)
                .put((byte) 0)
                .putInt(contentId)
                .put(content)
                .array();
    }

    private ProducerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        Long timestamp = random.nextInt(20) == 0 ? (Long) 0L : null;
        return new ProducerRecord<>(topic, null, timestamp, key, value, headers);
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static SensorReading reading(String sensor, @Nullable String model, Instant at, List<Float> features) {
        return new SensorReading(sensor, model, at, null, features);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
