package io.elmstream.edge;

/**
 * A reading with the prediction that the device made of it.
 *
 * @param position where it is in its spool; positions ascend, with gaps between files
 * @param time when it was measured, in epoch milliseconds
 * @param sensor the id of the sensor
 * @param version of the model that scored it
 * @param label the index of its class
 * @param confidence the probability of the class, 0 to 1
 * @param features one value per feature of the model, NaN where missing
 */
public record SpooledReading(
        long position, long time, String sensor, int version, int label, float confidence, float[] features) {}
