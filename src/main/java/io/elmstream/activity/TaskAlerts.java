package io.elmstream.activity;

import java.nio.charset.StandardCharsets;

/** The alerts that stand on one task. Thread-safe. */
public final class TaskAlerts implements AutoCloseable {

    private final StandingAlerts all;

    TaskAlerts(StandingAlerts all) {
        this.all = all;
    }

    /**
     * Records that an alert stands.
     *
     * @param owner a model, MODEL/RULE or MODEL/RULE/KIND
     * @param sensor the sensor id in UTF-8
     * @param since in epoch milliseconds; {@link SensorAlert#UNKNOWN} if that is not known
     * @param at time of the last reading that is known, in epoch milliseconds
     */
    public void stands(String owner, byte[] sensor, long since, long at) {
        all.stands(this, new StandingAlerts.Key(owner, text(sensor)), since, at);
    }

    /** Records that an alert does not stand any more. */
    public void ended(String owner, byte[] sensor) {
        all.ended(this, new StandingAlerts.Key(owner, text(sensor)));
    }

    /**
     * Records the last prediction of a sensor, if the alert stands.
     *
     * @param since when it was raised, in epoch milliseconds; {@link SensorAlert#UNKNOWN} if that is not known
     * @param at time of the reading, in epoch milliseconds
     */
    public void predicted(String owner, byte[] sensor, long since, String label, float confidence, long at) {
        all.predicted(this, new StandingAlerts.Key(owner, text(sensor)), since, label, confidence, at);
    }

    private static String text(byte[] sensor) {
        return new String(sensor, StandardCharsets.UTF_8);
    }

    /** Forgets all alerts, because another instance may own the task now. */
    @Override
    public void close() {
        all.forget(this);
    }
}
