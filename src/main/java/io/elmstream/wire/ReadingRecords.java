package io.elmstream.wire;

import java.util.ArrayList;
import java.util.List;

/** Helps to fill Avro's generated record of a reading. */
public final class ReadingRecords {

    private ReadingRecords() {}

    /** Returns the features as objects, in order. */
    public static List<Float> features(float[] values) {
        List<Float> features = new ArrayList<>(values.length);
        for (float value : values) {
            features.add(value);
        }
        return features;
    }
}
