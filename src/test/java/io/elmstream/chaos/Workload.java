package io.elmstream.chaos;

import java.nio.ByteBuffer;

/**
 * What each reading is: a function of a seed, the sensor and the number of the reading, so that whoever knows these
 * knows its features and what must become of it.
 */
record Workload(long seed) {

    static final int SENSORS = 200;
    static final int FEATURES = 4;

    /** The header that names sensor and number; a prediction or dead letter carries its reading's headers. */
    static final String HEADER = "chaos";

    private static final int ONE_SPOILED_IN = 500;
    private static final int ONE_LATE_IN = 50;
    private static final int LATEST_MS = 3_000;

    /** One reading: the sensor from 0, and the number from 0 among the sensor's. */
    record Reading(int sensor, long number) {

        byte[] header() {
            return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(sensor)
                    .putLong(number)
                    .array();
        }

        static Reading of(byte[] header) {
            ByteBuffer bytes = ByteBuffer.wrap(header);
            return new Reading(bytes.getInt(), bytes.getLong());
        }

        String sensorId() {
            return "sensor-" + sensor;
        }
    }

    /** The i-th reading of all: the sensors take turns. */
    static Reading reading(long i) {
        return new Reading((int) (i % SENSORS), i / SENSORS);
    }

    /** Its features, from -3 to 3. */
    float[] features(Reading reading) {
        float[] features = new float[FEATURES];
        for (int j = 0; j < FEATURES; j++) {
            features[j] = (mixed(reading, j) >>> 40) * 0x1.0p-24f * 6 - 3;
        }
        return features;
    }

    /** Whether it is sent without its last feature, and must become a dead letter. */
    boolean isSpoiled(Reading reading) {
        return Long.remainderUnsigned(mixed(reading, -1), ONE_SPOILED_IN) == 0;
    }

    /** How far its event time lies behind the moment at which it is sent, in milliseconds. */
    long lateness(Reading reading) {
        long hash = mixed(reading, -2);
        return Long.remainderUnsigned(hash, ONE_LATE_IN) == 0 ? (hash >>> 32) % LATEST_MS : 0;
    }

    private long mixed(Reading reading, int what) {
        long z = seed
                + 0x9e3779b97f4a7c15L * (reading.number() * SENSORS + reading.sensor() + 1)
                + 0xd1b54a32d192ed03L * what;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
