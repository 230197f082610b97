package io.elmstream.cli.demo;

import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A few readings that cannot be scored, one of each kind that occurs in real sensor networks. */
final class CorruptReadings {

    private record Corrupt(byte @Nullable [] key, byte @Nullable [] value) {}

    private static final int FEATURES = 9;
    private static final String SENSOR = DemoFeed.sensor(0);

    private final RecordEncoder<SensorReading> encoder;

    CorruptReadings(RecordEncoder<SensorReading> encoder) {
        this.encoder = encoder;
    }

    void send(DemoFeed feed) {
        for (Corrupt corrupt : all()) {
            feed.send(corrupt.key(), corrupt.value(), Optional.empty());
        }
    }

    private List<Corrupt> all() {
        byte[] key = bytes(SENSOR);
        byte[] good = encoded(SENSOR, DemoModels.ID.value(), Instant.now(), FEATURES, 1f);
        byte[] cut = Arrays.copyOf(good, good.length - 7);
        byte[] strange = good.clone();
        strange[1] = 0x7f;
        return List.of(
                new Corrupt(key, bytes("{\"temperature\": 21.5}")),
                new Corrupt(key, cut),
                new Corrupt(key, strange),
                new Corrupt(key, null),
                new Corrupt(null, good),
                new Corrupt(bytes("somebody-else"), good),
                new Corrupt(key, encoded(SENSOR, DemoModels.ID.value(), Instant.now(), FEATURES - 2, 1f)),
                new Corrupt(key, encoded(SENSOR, DemoModels.ID.value(), Instant.now(), FEATURES, Float.NaN)),
                new Corrupt(key, encoded(SENSOR, "boiler", Instant.now(), FEATURES, 1f)),
                new Corrupt(key, encoded(SENSOR, DemoModels.ID.value(), Instant.ofEpochMilli(-1), FEATURES, 1f)));
    }

    private byte[] encoded(String sensor, String model, Instant at, int features, float value) {
        return encoder.encode(new SensorReading(sensor, model, at, null, Collections.nCopies(features, value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
