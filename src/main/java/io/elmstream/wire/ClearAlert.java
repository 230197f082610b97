package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertId;
import io.elmstream.alert.Position;
import io.elmstream.model.ModelId;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleAlert;
import io.elmstream.rules.Severity;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertCommand;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command to clear an alert. It names the alert by its id, so it never clears another one, however late it comes
 * and however often.
 *
 * @param command the record of the topic
 * @param position of the record
 */
public record ClearAlert(AlertCommand command, Position position) implements Outcome {

    /** The longest name of who clears an alert, in characters. */
    public static final int MAX_WHO = 200;
    /** The longest reason, in characters. */
    public static final int MAX_WHY = 1_000;

    /** The longest name of a class that a model file can hold, in characters. */
    private static final int MAX_LABEL = 65_535;

    private static final int FORMAT = 1;
    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::name).toList();

    /**
     * Returns the record of the command to clear an alert.
     *
     * @param raised the record that raised the alert
     * @param who clears it, 1 to {@link #MAX_WHO} characters
     * @param why up to {@link #MAX_WHY} characters
     */
    public static AlertCommand of(Alert raised, String who, String why) {
        return new AlertCommand(
                FORMAT,
                raised.getId(),
                raised.getSensorId(),
                raised.getModelId(),
                raised.getVersion(),
                raised.getLabel(),
                raised.getConfidence(),
                raised.getRule(),
                raised.getRuleSet(),
                raised.getSeverity(),
                raised.getMessage(),
                who,
                why);
    }

    /** Returns whether the command is about the alert that a reading raised. */
    public boolean isOf(Position raisedBy) {
        String owner = AlertRecords.owner(command.getModelId(), command.getRule());
        return AlertId.of(command.getSensorId(), owner, raisedBy).equals(command.getAlertId());
    }

    /**
     * Reads a record of the topic.
     *
     * @param position of the record
     * @throws UnreadableRecordException if it is no such command; the message names the field
     */
    public static ClearAlert read(byte @Nullable [] key, byte @Nullable [] value, Position position)
            throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException("the record has no value; it must be an AlertCommand", null);
        }
        AlertCommand command = ControlCodec.alertCommands().decode(value);
        String sensor = command.getSensorId();
        require(
                key != null && new String(key, UTF_8).equals(sensor),
                "the key of the record must be its sensorId, '" + sensor + "'");
        String model = command.getModelId();
        require(ModelId.isValid(model), "modelId must be the id of a model, got '" + model + "'");
        int who = command.getWho().length();
        require(
                who <= MAX_WHO && !command.getWho().isBlank(),
                "who must have 1 to " + MAX_WHO + " characters, not all blank, got " + who);
        int why = command.getWhy().length();
        require(why <= MAX_WHY, "why must have at most " + MAX_WHY + " characters, got " + why);
        checkAlert(command);
        return new ClearAlert(command, position);
    }

    /** Checks what the command says about its alert, which becomes part of the clearing. */
    private static void checkAlert(AlertCommand command) throws UnreadableRecordException {
        requireLength(command.getLabel(), MAX_LABEL, "label");
        requireLength(command.getRule(), Rule.MAX_NAME, "rule");
        requireLength(command.getMessage(), RuleAlert.MAX_TEXT, "message");
        String severity = command.getSeverity();
        require(
                severity.isEmpty() || SEVERITIES.contains(severity),
                "severity must be empty or one of " + SEVERITIES + ", got " + severity.length() + " characters");
        float confidence = command.getConfidence();
        require(confidence >= 0 && confidence <= 1, "confidence must be 0 to 1, got " + confidence);
        require(command.getVersion() >= 1, "version must be at least 1, got " + command.getVersion());
        require(command.getRuleSet() >= 0, "ruleSet must not be negative, got " + command.getRuleSet());
    }

    private static void requireLength(String text, int most, String field) throws UnreadableRecordException {
        require(text.length() <= most, field + " must have at most " + most + " characters, got " + text.length());
    }

    private static void require(boolean holds, String message) throws UnreadableRecordException {
        if (!holds) {
            throw new UnreadableRecordException(message, null);
        }
    }
}
