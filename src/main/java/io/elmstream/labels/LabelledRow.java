package io.elmstream.labels;

import io.elmstream.training.OnlineLearner;
import java.util.Arrays;

/**
 * A row with its true class.
 *
 * @param modelId the model that can learn from it
 * @param sensor the sensor id
 * @param eventTime the event time of its reading, ms since the epoch
 * @param row the features as read, in the order of the model's champion at its event time; not copied
 * @param label its class
 * @param weight how much it counts, above 0 and up to {@link OnlineLearner#LARGEST_WEIGHT}
 */
public record LabelledRow(String modelId, String sensor, long eventTime, float[] row, String label, double weight) {

    public LabelledRow {
        if (!(weight > 0 && weight <= OnlineLearner.LARGEST_WEIGHT)) {
            throw new IllegalArgumentException(
                    "weight is " + weight + ", must be above 0 and up to " + OnlineLearner.LARGEST_WEIGHT);
        }
    }

    /**
     * Returns the row with a time, if its own is later.
     *
     * @param latest ms since the epoch
     */
    public LabelledRow notAfter(long latest) {
        return eventTime <= latest ? this : new LabelledRow(modelId, sensor, latest, row, label, weight);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelledRow that
                && modelId.equals(that.modelId)
                && sensor.equals(that.sensor)
                && eventTime == that.eventTime
                && Arrays.equals(row, that.row)
                && label.equals(that.label)
                && Double.compare(weight, that.weight) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(row) * 31 + Long.hashCode(eventTime);
    }

    @Override
    public String toString() {
        return "LabelledRow[" + sensor + " for " + modelId + " at " + eventTime + ": " + label + " x " + weight + ", "
                + Arrays.toString(row) + "]";
    }
}
