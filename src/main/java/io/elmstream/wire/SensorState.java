package io.elmstream.wire;

import io.elmstream.alert.Position;

/**
 * What rules remember of a sensor's latest prediction by a model.
 *
 * @param lastSeen the latest event time of the sensor, in epoch milliseconds
 * @param labelSince since when the label has been the same, in epoch milliseconds
 * @param label of the prediction, as published
 * @param confidence of the prediction, 0 to 1
 * @param version of the model
 * @param ruleSet the version of the rule set that judged the prediction
 * @param position of the reading
 */
public record SensorState(
        long lastSeen, long labelSince, String label, float confidence, int version, int ruleSet, Position position) {

    /** Returns for how many seconds the label had been the same at an event time, 0 or more. */
    public double heldSeconds(long eventTime) {
        return Math.max(0, eventTime - labelSince) / 1000.0;
    }
}
