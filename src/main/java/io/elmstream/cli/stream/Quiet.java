package io.elmstream.cli.stream;

import io.elmstream.alert.AlertRule;
import io.elmstream.topology.inference.InferenceSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Why nothing comes on a topic that is watched.
 *
 * @param what is watched, see {@link Watched#ALL}
 * @param fromBeginning whether older records are shown too
 * @param settings of the configuration that the command was given
 */
record Quiet(String what, boolean fromBeginning, InferenceSettings settings) {

    /** Why an instance with this configuration writes nothing to the topic; empty where it does. */
    Optional<String> forCertain() {
        if (what.equals("alerts") && !settings.alerts().isOn()) {
            return Optional.of(
                    "alerts.labels is not set in this configuration: an instance that runs with it raises no alerts");
        }
        if (what.equals("shadow-predictions") && !settings.publishShadow()) {
            return Optional.of(
                    "shadow.publish is false in this configuration: an instance that runs with it keeps what shadows"
                            + " say to"
                            + " itself");
        }
        return Optional.empty();
    }

    /** What may be the reason where nothing has come for seconds. */
    String perhaps() {
        return "nothing" + (fromBeginning ? "" : " new") + " on " + what + " so far: " + reason()
                + (fromBeginning ? "" : ". --from-beginning shows what is there already");
    }

    private String reason() {
        return switch (what) {
            case "alerts" -> rule(settings.alerts().rule());
            case "predictions" ->
                "there is one for each reading while an instance runs and the reading's model has a champion;"
                        + " elmstream model status shows both";
            case "shadow-predictions", "comparisons" ->
                "there are some while a version is tried; elmstream model status shows whether" + " one is";
            case "dead-letters" -> "there is one for each reading that cannot be scored";
            case "instances" -> "each instance reports every few seconds while it runs";
            default -> "the governor answers each command while an instance runs";
        };
    }

    private String rule(AlertRule rule) {
        return String.format(
                Locale.ROOT,
                "only a change is an alert. One is raised when %d of the last %d predictions of a sensor are"
                        + " %s with a confidence of %s or more; elmstream watch predictions shows what they are",
                rule.n(),
                rule.m(),
                String.join(" or ", new TreeSet<>(settings.alerts().labels())),
                rule.minConfidence());
    }
}
