package io.elmstream.labels;

import io.elmstream.alert.Position;
import java.util.Optional;

/**
 * A reading that a model can learn from once its label is known.
 *
 * @param modelId the model
 * @param sensor the sensor id
 * @param eventTime ms since the epoch
 * @param position in the input
 * @param row the features as read, in the order of the model; not copied
 * @param own the label that the reading carries
 */
public record LabelReading(
        String modelId, String sensor, long eventTime, Position position, float[] row, Optional<String> own) {

    /** Returns the same reading without its label. */
    public LabelReading withoutLabel() {
        return new LabelReading(modelId, sensor, eventTime, position, row, Optional.empty());
    }

    LabelledRow with(String label, double weight) {
        return new LabelledRow(modelId, sensor, eventTime, row, label, weight);
    }
}
