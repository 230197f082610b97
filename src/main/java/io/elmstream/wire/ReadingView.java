package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The contents of a reading, without allocation: valid until the decoder's next call. If the reading is invalid,
 * {@link #rejection()} is present and everything else is undefined.
 */
public final class ReadingView {

    private byte[] source = new byte[0];
    private int sensorFrom;
    private int sensorTo;
    private int modelFrom;
    private int modelTo;
    private int labelFrom;
    private int labelTo;
    private long eventTime;
    private boolean hasEventTime;
    private int featuresFrom;
    private int width;
    private final AvroInput in = new AvroInput();
    private Optional<Rejection> rejection = Optional.empty();
    private String detail = "";

    /** Returns why the bytes are not a reading; empty if they are. */
    public Optional<Rejection> rejection() {
        return rejection;
    }

    /** Returns the rejection in words, with field, value and position. */
    public String detail() {
        return detail;
    }

    /** Returns whether the reading's sensor id consists of these bytes of UTF-8. */
    public boolean isOfSensor(byte[] key) {
        return Arrays.equals(source, sensorFrom, sensorTo, key, 0, key.length);
    }

    /** Returns the sensor id as text, for messages. */
    public String sensorId() {
        return text(sensorFrom, sensorTo);
    }

    /** Returns whether the reading names a model. */
    public boolean namesModel() {
        return modelFrom >= 0;
    }

    /** Returns whether the reading names the model with this id in UTF-8. */
    public boolean namesModel(byte[] id) {
        return namesModel() && Arrays.equals(source, modelFrom, modelTo, id, 0, id.length);
    }

    /** Returns the model id as text; requires {@link #namesModel()}. */
    public String modelId() {
        return text(modelFrom, modelTo);
    }

    /** Returns the reading's event time in epoch milliseconds, or the given one if it has none. */
    public long eventTimeOr(long recordTimestamp) {
        return hasEventTime ? eventTime : recordTimestamp;
    }

    /** Returns the true class, if the reading carries it. */
    public Optional<String> label() {
        return labelFrom < 0 ? Optional.empty() : Optional.of(text(labelFrom, labelTo));
    }

    /**
     * Returns the index of the true class among a version's labels, as {@link ServedVersion#indexOf} does; allocates
     * nothing.
     */
    public int actual(ServedVersion version) {
        return labelFrom < 0 ? ServedVersion.UNLABELLED : version.indexOf(source, labelFrom, labelTo);
    }

    /** Returns the number of features. */
    public int width() {
        return width;
    }

    /** Reads all {@link #width()} features into {@code row}, starting at {@code start}. */
    public void readFeatures(float[] row, int start) {
        in.reset(source, featuresFrom);
        int to = start;
        for (int count = (int) in.readBlockCount(); count != 0; count = (int) in.readBlockCount()) {
            in.readFloats(row, to, count);
            to += count;
        }
    }

    void start(byte[] bytes) {
        source = bytes;
        modelFrom = -1;
        modelTo = -1;
        labelFrom = -1;
        labelTo = -1;
        hasEventTime = false;
        eventTime = 0;
        width = 0;
        rejection = Optional.empty();
        detail = "";
    }

    void sensor(int from, int to) {
        sensorFrom = from;
        sensorTo = to;
    }

    void model(int from, int to) {
        modelFrom = from;
        modelTo = to;
    }

    void label(int from, int to) {
        labelFrom = from;
        labelTo = to;
    }

    void eventTime(long millis) {
        eventTime = millis;
        hasEventTime = true;
    }

    void features(int from, int count) {
        featuresFrom = from;
        width = count;
    }

    void reject(Rejection why, String words) {
        rejection = Optional.of(why);
        detail = words;
    }

    private String text(int from, int to) {
        return new String(source, from, to - from, StandardCharsets.UTF_8);
    }
}
