package io.elmstream.bench;

/**
 * A reading to write in one of several formats.
 *
 * @param sensor the sensor id
 * @param time the event time in epoch milliseconds
 * @param values of its features
 */
record BenchReading(String sensor, long time, float[] values) {

    private static final int SENSORS = 1_000;
    private static final long TIME = 1_700_000_000_000L;

    /** A reading with made-up values, the same for the same number. */
    static BenchReading of(long number, int features) {
        return new BenchReading("sensor-" + number % SENSORS, TIME, BenchModel.row(number, features));
    }
}
