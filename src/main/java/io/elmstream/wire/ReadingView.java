package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a reading says, without objects of its own: valid until the decoder's next call. Where the reading is bad,
 * {@link #rejection()} says why and everything else is meaningless.
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

    /** Why the bytes are not a reading; empty if they are one. */
    public Optional<Rejection> rejection() {
        return rejection;
    }

    /** The rejection in words, with field, value and place. */
    public String detail() {
        return detail;
    }

    /** Whether the reading's sensor id is these bytes of UTF-8. */
    public boolean isOfSensor(byte[] key) {
        return Arrays.equals(source, sensorFrom, sensorTo, key, 0, key.length);
    }

    /** The sensor id as text, for messages. */
    public String sensorId() {
        return text(sensorFrom, sensorTo);
    }

    /** Whether the reading names a model. */
    public boolean namesModel() {
        return modelFrom >= 0;
    }

    /** Whether the reading names the model with this id in UTF-8. */
    public boolean namesModel(byte[] id) {
        return namesModel() && Arrays.equals(source, modelFrom, modelTo, id, 0, id.length);
    }

    /** The model id as text; only where {@link #namesModel()}. */
    public String modelId() {
        return text(modelFrom, modelTo);
    }

    /** The reading's event time in epoch milliseconds, or the given one where it has none. */
    public long eventTimeOr(long recordTimestamp) {
        return hasEventTime ? eventTime : recordTimestamp;
    }

    /** The true class, where the reading carries it. */
    public Optional<String> label() {
        return labelFrom < 0 ? Optional.empty() : Optional.of(text(labelFrom, labelTo));
    }

    /**
     * The index of the true class among a version's labels, as {@link ServedVersion#indexOf} gives it; makes no
     * objects.
     */
    public int actual(ServedVersion version) {
        return labelFrom < 0 ? ServedVersion.UNLABELLED : version.indexOf(source, labelFrom, labelTo);
    }

    /** How many features the reading has. */
    public int width() {
        return width;
    }

    /** Reads the features, {@link #width()} of them, into {@code row} from {@code start} on. */
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
