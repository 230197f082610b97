package io.elmstream.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.Position;
import io.elmstream.training.OnlineLearner;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The true class of a reading, sent after the reading. It names the reading by its position, or else by its event time.
 *
 * @param sensor the sensor id of the reading
 * @param eventTime the event time of the reading, ms since the epoch
 * @param position the position of the reading in the input
 * @param label the class
 * @param weight how much the row counts, above 0 and up to {@link OnlineLearner#LARGEST_WEIGHT}
 * @param modelId the model of the reading; empty if the label is for those of all models
 */
public record Label(
        String sensor,
        OptionalLong eventTime,
        Optional<Position> position,
        String label,
        double weight,
        Optional<String> modelId) {

    /** The longest text of a label, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1_024;

    private static final int MAX_MODEL_BYTES = 63;
    private static final int MAX_TOPIC_BYTES = 249;

    /** Returns why no reading can have this label, with field and value; empty if one can. */
    public Optional<String> problem() {
        return text("sensorId", sensor, MAX_BYTES)
                .or(() -> text("label", label, MAX_BYTES))
                .or(() -> modelId.flatMap(id -> text("modelId", id, MAX_MODEL_BYTES)))
                .or(() -> position.flatMap(at -> text("position.topic", at.topic(), MAX_TOPIC_BYTES)))
                .or(this::missing)
                .or(this::time)
                .or(this::heavy);
    }

    /**
     * Returns why a text cannot be the label of a reading; empty if it can.
     *
     * @param label the class
     */
    public static Optional<String> problem(String label) {
        return text("label", label, MAX_BYTES);
    }

    private static Optional<String> text(String field, String text, int most) {
        if (text.isBlank()) {
            return Optional.of("the field " + field + " is empty");
        }
        int bytes = text.length() * 3 <= most ? 0 : text.getBytes(UTF_8).length;
        return bytes <= most
                ? Optional.empty()
                : Optional.of("the field " + field + " has " + bytes + " bytes, at most " + most + " are allowed");
    }

    private Optional<String> missing() {
        return eventTime.isPresent() || position.isPresent()
                ? Optional.empty()
                : Optional.of("both eventTime and position are null; one of them must name the reading");
    }

    private Optional<String> time() {
        return eventTime.isEmpty() || eventTime.getAsLong() > 0
                ? Optional.empty()
                : Optional.of("the field eventTime is " + eventTime.getAsLong() + " ms since 1970, must be above 0");
    }

    private Optional<String> heavy() {
        return weight > 0 && weight <= OnlineLearner.LARGEST_WEIGHT
                ? Optional.empty()
                : Optional.of("the field weight is " + weight + ", must be above 0 and up to "
                        + (long) OnlineLearner.LARGEST_WEIGHT);
    }

    /** Returns whether the label may be that of a reading of this model. */
    boolean isFor(String model) {
        return modelId.isEmpty() || modelId.get().equals(model);
    }
}
