package io.elmstream.wire;

import java.util.ArrayList;
import java.util.List;

/** Readings as Avro's generated record holds them. */
public final class ReadingRecords {

    private ReadingRecords() {}

    /** Features as objects, in their order. */
    public static List<Float> features(float[] values) {
        List<Float> features = new ArrayList<>(values.length);
        for (float value : values) {
            features.add(value);
        }
        return features;
    }
}
