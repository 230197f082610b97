package io.elmstream.wire;

import io.elmstream.alert.Position;
import io.elmstream.kernel.Probabilities;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A prediction to be written. One instance is reused for every reading, and its contents are valid only while it is
 * forwarded.
 */
public final class ScoredReading implements Outcome {

    private static final byte[] NOT_YET = new byte[0];

    private final byte[] task;
    private final ValueEncoder<ScoredReading> encoder;
    private byte[] sensor = new byte[0];
    private ServedVersion version = new ServedVersion(new VersionKey(new ModelId("none"), 0), 0, List.of());
    private float[] probabilities = new float[0];
    private int first;
    private int top;
    private boolean sound;
    private boolean verified;
    private float outOfRange;
    private long eventTime;
    private long batchSequence;
    private int batchSize;
    private String topic = "";
    private byte[] encodedTopic = new byte[0];
    private int partition;
    private long offset;
    private int index;
    private ServedRules rules = ServedRules.NONE;
    private ServedRules latestRules = ServedRules.NONE;
    private long fired;
    private long clears;
    private boolean remember;
    private byte[] encoded = NOT_YET;

    /**
     * Creates an empty instance.
     *
     * @param task the stream task's name
     * @param encoder encodes this task's predictions
     */
    public ScoredReading(String task, ValueEncoder<ScoredReading> encoder) {
        this.task = task.getBytes(StandardCharsets.UTF_8);
        this.encoder = encoder;
    }

    /** Returns the bytes of the prediction, a new array for each prediction. */
    public byte[] encoded() {
        if (encoded == NOT_YET) {
            encoded = encoder.encode(this);
        }
        return encoded;
    }

    /** Sets the batch of the next readings: the offset of its first reading, and its size. */
    public void batch(long sequence, int size) {
        encoded = NOT_YET;
        batchSequence = sequence;
        batchSize = size;
    }

    /**
     * Sets the origin of the reading.
     *
     * @param index of the reading in its record, from 0
     */
    public void source(String topic, int partition, long offset, int index) {
        encoded = NOT_YET;
        if (!topic.equals(this.topic)) {
            this.topic = topic;
            this.encodedTopic = topic.getBytes(StandardCharsets.UTF_8);
        }
        this.partition = partition;
        this.offset = offset;
        this.index = index;
    }

    /**
     * Sets the result of scoring.
     *
     * @param probabilities row-major; the reading's row starts at {@code first} and has one entry per label
     * @param verified whether the version's verifier answered
     */
    public void scored(
            byte[] sensor, long eventTime, ServedVersion version, float[] probabilities, int first, boolean verified) {
        encoded = NOT_YET;
        this.sensor = sensor;
        this.eventTime = eventTime;
        this.version = version;
        this.probabilities = probabilities;
        this.first = first;
        this.verified = verified;
        this.rules = ServedRules.NONE;
        this.latestRules = ServedRules.NONE;
        this.fired = 0;
        this.clears = 0;
        this.remember = false;
        this.sound = Probabilities.areSound(probabilities, first, classes());
        this.top = Probabilities.predicted(probabilities, first, classes());
        this.outOfRange = 0;
    }

    /**
     * Sets the features of the reading that was scored last, from which follows whether it is out of range.
     *
     * @param rows contains the features
     * @param start where they start
     */
    public void features(float[] rows, int start) {
        encoded = NOT_YET;
        version.trust().ifPresent(trust -> outOfRange = trust.range().beyond(rows, start));
    }

    /**
     * Sets what a rule set said of the reading that was set last.
     *
     * @param rules the rule set
     * @param fired the rules whose condition held, by bit
     * @param clears the rules whose condition for clearing their alert held, by bit
     */
    public void judged(ServedRules rules, long fired, long clears) {
        encoded = NOT_YET;
        this.rules = rules;
        this.fired = fired;
        this.clears = clears;
    }

    /** Sets the rule set that is in force at present, which is another one if the reading is late. */
    public void latestRules(ServedRules latest) {
        this.latestRules = latest;
    }

    /** Returns the rule set that is in force at present. */
    public ServedRules latestRules() {
        return latestRules;
    }

    /** Sets whether rules need to remember this prediction. */
    public void remember(boolean needed) {
        this.remember = needed;
    }

    /** Returns whether rules need to remember this prediction. */
    public boolean isRemembered() {
        return remember;
    }

    /** Returns the rules whose condition for clearing their alert held, by bit. */
    public long clears() {
        return clears;
    }

    /** Returns whether a rule suppresses alerts on this reading. */
    public boolean suppressesAlerts() {
        return rules.suppresses(fired);
    }

    /** Returns the rule set that judged the reading, {@link ServedRules#NONE} if none did. */
    public ServedRules rules() {
        return rules;
    }

    /** Returns the rules whose condition held, by bit. */
    public long fired() {
        return fired;
    }

    /** Returns whether the prediction is too unsure to be used, as the model or a rule finds. */
    public boolean abstained() {
        return modelAbstained() || rules.abstains(fired);
    }

    /** Returns whether the model itself finds the prediction too unsure to be used. */
    public boolean modelAbstained() {
        return version.trust().isPresent() && version.trust().get().abstention().abstains(top, confidence());
    }

    /** Returns whether a class is in the set of those that the reading may well have. */
    public boolean isInSet(int label) {
        return version.trust().isPresent() && version.trust().get().sets().has(label, probability(label), top);
    }

    /** Returns how far the reading lies beyond the training rows, 0 to 1. */
    public float outOfRange() {
        return outOfRange;
    }

    /** Returns the sensor id in UTF-8, which is the record's key. */
    public byte[] sensor() {
        return sensor;
    }

    public ServedVersion version() {
        return version;
    }

    /**
     * Returns whether scoring failed: the output is not a vector of probabilities, and nothing else here is defined.
     */
    public boolean failed() {
        return !sound;
    }

    /** Returns the index of the most probable class, from 0. */
    public int top() {
        return top;
    }

    /** Returns the label of the most probable class, or the one that a rule set in its place. */
    public String label() {
        return rules.label(fired).orElse(version.labels().get(top));
    }

    /** Returns the label of the most probable class. */
    public String modelLabel() {
        return version.labels().get(top);
    }

    /**
     * Returns by how much the probability of the most probable class exceeds that of the next one; 1 if there is none.
     */
    public float margin() {
        float next = 0;
        for (int c = 0; c < classes(); c++) {
            if (c != top && probability(c) > next) {
                next = probability(c);
            }
        }
        return confidence() - next;
    }

    /** Returns the probability of the most probable class. */
    public float confidence() {
        return probabilities[first + top];
    }

    /** Returns whether the version's verifier answered, because its draft was not sure. */
    public boolean verified() {
        return verified;
    }

    public int classes() {
        return version.labels().size();
    }

    public float probability(int label) {
        return probabilities[first + label];
    }

    public long eventTime() {
        return eventTime;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Returns the index of the reading in its record, from 0. */
    public int index() {
        return index;
    }

    /** Returns an array that has the probabilities from {@link #first} on. */
    float[] probabilities() {
        return probabilities;
    }

    int first() {
        return first;
    }

    /** Returns the position of the reading, a new object. */
    public Position position() {
        return new Position(topic, partition, offset, index);
    }

    long batchSequence() {
        return batchSequence;
    }

    int batchSize() {
        return batchSize;
    }

    byte[] task() {
        return task;
    }

    byte[] encodedTopic() {
        return encodedTopic;
    }
}
