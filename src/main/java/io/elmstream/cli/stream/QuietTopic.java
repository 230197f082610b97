package io.elmstream.cli.stream;

import io.elmstream.alert.AlertRule;
import io.elmstream.topology.inference.InferenceSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Explains why no records arrive on a watched topic.
 *
 * @param what name of the watched topic, see {@link WatchedTopic#ALL}
 * @param fromBeginning whether older records are shown too
 * @param settings the command's configuration
 */
record QuietTopic(String what, boolean fromBeginning, InferenceSettings settings) {

    /** Returns why an instance with this configuration writes nothing to the topic; empty if it does. */
    Optional<String> forCertain() {
        if (what.equals("alerts") && !settings.alerts().isOn()) {
            return Optional.of(
                    "alerts.labels is not set in this configuration: an instance that uses it raises no alerts");
        }
        if (what.equals("shadow-predictions") && !settings.publishShadow()) {
            return Optional.of(
                    "shadow.publish is false in this configuration: an instance that uses it does not publish the"
                            + " predictions of shadows");
        }
        return Optional.empty();
    }

    /** Returns the likely reason after some seconds without records. */
    String perhaps() {
        return "nothing" + (fromBeginning ? "" : " new") + " on " + what + " so far: " + reason()
                + (fromBeginning ? "" : ". --from-beginning shows existing records");
    }

    private String reason() {
        return switch (what) {
            case "alerts" -> rule(settings.alerts().rule());
            case "predictions" ->
                "there is one for each reading while an instance runs and the reading's model has a champion;"
                        + " elmstream model status shows both";
            case "shadow-predictions", "comparisons" ->
                "there are some while there is a challenger; elmstream model status shows whether there is one";
            case "dead-letters" -> "there is one for each reading that cannot be scored";
            case "instances" -> "each instance reports every few seconds while it runs";
            default -> "the governor answers each command while an instance runs";
        };
    }

    private String rule(AlertRule rule) {
        return String.format(
                Locale.ROOT,
                "alerts are written on changes only. One is raised when %d of the last %d predictions of a sensor are"
                        + " %s with a confidence of %s or more; elmstream watch predictions shows the predictions",
                rule.n(),
                rule.m(),
                String.join(" or ", new TreeSet<>(settings.alerts().labels())),
                rule.minConfidence());
    }
}
