package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertChange;
import io.elmstream.alert.AlertId;
import io.elmstream.model.ModelId;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleAlert;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertCommand;
import java.time.Instant;

/** The records of the alerts topic. */
public final class AlertRecords {

    private AlertRecords() {}

    /**
     * Returns the record of a change.
     *
     * @param change what changed
     * @param scored the reading that caused the change
     */
    public static Alert alert(AlertChange change, ScoredReading scored) {
        return of(change, scored, scored.version().modelId().value(), 0, "", "", "");
    }

    /**
     * Returns the record of a change by a rule of a rule set.
     *
     * @param change what changed
     * @param scored the reading that caused the change
     * @param version of the rule set
     * @param rule whose alert it is
     */
    public static Alert alert(AlertChange change, ScoredReading scored, int version, Rule rule) {
        RuleAlert alert = rule.alert().orElseThrow();
        return of(
                change,
                scored,
                owner(scored.version().modelId(), rule.name()),
                version,
                rule.name(),
                alert.severity().name(),
                alert.text());
    }

    /**
     * Returns the record of an alert that is cleared because its rule is no longer in force.
     *
     * @param scored the reading at which it was found
     * @param rule the name of the rule
     */
    public static Alert withdrawn(AlertChange change, ScoredReading scored, String rule) {
        return of(
                change,
                scored,
                owner(scored.version().modelId(), rule),
                scored.rules().version(),
                rule,
                "",
                "cleared because the rule is no longer in force");
    }

    /**
     * Returns the record of an alert because a sensor sends nothing. Its position and prediction are those of the
     * sensor's last reading, its event time is when it had been silent for long enough.
     *
     * @param sensor the sensor id in UTF-8
     * @param last what is remembered of the last reading
     * @param millis how long the sensor must be silent
     * @param rule whose alert it is
     */
    public static Alert silent(
            AlertChange change, ModelId modelId, byte[] sensor, SensorState last, long millis, Rule rule) {
        String sensorId = new String(sensor, UTF_8);
        RuleAlert alert = rule.alert().orElseThrow();
        return new Alert(
                AlertId.of(sensorId, owner(modelId, rule.name()), change.raisedBy()),
                io.elmstream.wire.avro.AlertChange.valueOf(change.kind().name()),
                sensorId,
                modelId.value(),
                last.version(),
                last.label(),
                last.confidence(),
                Instant.ofEpochMilli(last.lastSeen() + millis),
                last.position().topic(),
                last.position().partition(),
                last.position().offset(),
                last.position().index(),
                rule.name(),
                last.ruleSet(),
                alert.severity().name(),
                alert.text(),
                "",
                "");
    }

    /**
     * Returns the record of an alert that a command clears.
     *
     * @param time of the command, in epoch milliseconds
     */
    public static Alert cleared(ClearAlert clearing, long time) {
        AlertCommand command = clearing.command();
        return new Alert(
                command.getAlertId(),
                io.elmstream.wire.avro.AlertChange.CLEARED,
                command.getSensorId(),
                command.getModelId(),
                command.getVersion(),
                command.getLabel(),
                command.getConfidence(),
                Instant.ofEpochMilli(time),
                clearing.position().topic(),
                clearing.position().partition(),
                clearing.position().offset(),
                clearing.position().index(),
                command.getRule(),
                command.getRuleSet(),
                command.getSeverity(),
                command.getMessage(),
                command.getWho(),
                command.getWhy());
    }

    /** Returns what an alert of a rule belongs to, as part of its id. */
    public static String owner(ModelId modelId, String rule) {
        return owner(modelId.value(), rule);
    }

    /**
     * Returns what an alert belongs to, as part of its id.
     *
     * @param rule of the model's rule set; empty for the rule of the configuration
     */
    public static String owner(String modelId, String rule) {
        return rule.isEmpty() ? modelId : modelId + "/" + rule;
    }

    private static Alert of(
            AlertChange change,
            ScoredReading scored,
            String owner,
            int ruleSet,
            String rule,
            String severity,
            String message) {
        String sensorId = new String(scored.sensor(), UTF_8);
        return new Alert(
                AlertId.of(sensorId, owner, change.raisedBy()),
                io.elmstream.wire.avro.AlertChange.valueOf(change.kind().name()),
                sensorId,
                scored.version().modelId().value(),
                scored.version().version(),
                scored.label(),
                scored.confidence(),
                Instant.ofEpochMilli(scored.eventTime()),
                scored.topic(),
                scored.partition(),
                scored.offset(),
                scored.index(),
                rule,
                ruleSet,
                severity,
                message,
                "",
                "");
    }
}
