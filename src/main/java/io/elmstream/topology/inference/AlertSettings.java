package io.elmstream.topology.inference;

import io.elmstream.alert.AlertRule;
import java.time.Duration;
import java.util.Set;

/**
 * When alerts are raised, and how the states of sensors are bounded.
 *
 * @param labels the alert classes; if empty, only rule sets raise alerts
 * @param rule how many of the latest predictions must be of an alert class
 * @param timeToLive how long, in event time, a state is kept, 16 ms or more; it is removed up to a sixteenth later
 * @param maxStates the largest number of states that a task keeps, 1 or more
 * @param rules whether rule sets judge predictions, which may also raise alerts
 * @param clearing whether commands clear alerts
 */
public record AlertSettings(
        Set<String> labels, AlertRule rule, Duration timeToLive, int maxStates, boolean rules, boolean clearing) {

    /** The default time to live of a state. */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(7);
    /** The default for the largest number of states that a task keeps. */
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

    /** Settings without commands. */
    public AlertSettings(Set<String> labels, AlertRule rule, Duration timeToLive, int maxStates, boolean rules) {
        this(labels, rule, timeToLive, maxStates, rules, false);
    }

    /** Settings without rule sets. */
    public AlertSettings(Set<String> labels, AlertRule rule, Duration timeToLive, int maxStates) {
        this(labels, rule, timeToLive, maxStates, false);
    }

    /** Settings without rule sets, and with the default bounds on states. */
    public AlertSettings(Set<String> labels, AlertRule rule) {
        this(labels, rule, TIME_TO_LIVE, MAX_STATES);
    }

    /** Returns a copy with which rule sets judge predictions. */
    public AlertSettings withRules() {
        return new AlertSettings(labels, rule, timeToLive, maxStates, true, clearing);
    }

    /** Returns a copy with which commands clear alerts. */
    public AlertSettings withClearing() {
        return new AlertSettings(labels, rule, timeToLive, maxStates, rules, true);
    }

    /** Returns the resolution of time for alert states, in milliseconds: a sixteenth of the time to live. */
    long stepMillis() {
        return timeToLive.toMillis() / STEPS;
    }

    /** Returns whether anything can raise an alert. */
    public boolean isOn() {
        return rules || !labels.isEmpty();
    }

    /** Returns settings that raise no alerts. */
    public static AlertSettings none() {
        return new AlertSettings(Set.of(), new AlertRule(1, 1, 0));
    }
}
