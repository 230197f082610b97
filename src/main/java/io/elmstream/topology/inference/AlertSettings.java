package io.elmstream.topology.inference;

import io.elmstream.alert.AlertRule;
import java.time.Duration;
import java.util.Set;

/**
 * When alerts are raised, and what is remembered for it.
 *
 * @param labels the alert classes; empty raises no alerts
 * @param rule how many of the last predictions it takes
 * @param timeToLive after how much event time a state is forgotten, 16 ms or more; in fact up to a sixteenth later
 * @param maxStates how many states a task remembers, 1 or more
 */
public record AlertSettings(Set<String> labels, AlertRule rule, Duration timeToLive, int maxStates) {

    /** How long a state is remembered unless told otherwise. */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(7);
    /** How many states a task remembers unless told otherwise. */
    public static final int MAX_STATES = 20_000;

    private static final int STEPS = 16;

    public AlertSettings {
        labels = Set.copyOf(labels);
        if (timeToLive.toMillis() < STEPS) {
            throw new IllegalArgumentException("timeToLive must be " + STEPS + " ms or more, got " + timeToLive);
        }
        if (maxStates < 1) {
            throw new IllegalArgumentException("maxStates must be 1 or more, got " + maxStates);
        }
    }

    /** With the usual bounds of what is remembered. */
    public AlertSettings(Set<String> labels, AlertRule rule) {
        this(labels, rule, TIME_TO_LIVE, MAX_STATES);
    }

    /** The steps in which time passes for the states of alerts, in milliseconds: a sixteenth of their time to live. */
    long stepMillis() {
        return timeToLive.toMillis() / STEPS;
    }

    /** Whether any class raises an alert. */
    public boolean isOn() {
        return !labels.isEmpty();
    }

    /** No alerts. */
    public static AlertSettings none() {
        return new AlertSettings(Set.of(), new AlertRule(1, 1, 0));
    }
}
