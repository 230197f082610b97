package io.elmstream.topology;

import io.elmstream.alert.AlertRule;
import java.util.Set;

/**
 * Which predictions count towards an alert, and how many it takes.
 *
 * @param labels the alert classes; empty raises no alerts
 * @param rule how many of the last predictions it takes
 */
public record AlertSettings(Set<String> labels, AlertRule rule) {

    public AlertSettings {
        labels = Set.copyOf(labels);
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
