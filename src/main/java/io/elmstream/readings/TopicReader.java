package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.serving.RowFeatures;
import io.elmstream.wire.ServedVersion;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the readings out of the records of a topic. What it returns is valid until it reads the next record. Not
 * thread-safe: one per task and topic.
 */
public interface TopicReader {

    /** The longest sensor id, in bytes of UTF-8. It is part of every output, and of stored states. */
    int MAX_SENSOR_BYTES = 1_024;

    /**
     * Reads a record. If {@link #rejection} is present then, it has no readings; else one must be selected.
     *
     * @param timestamp of the record, in epoch milliseconds
     * @throws io.elmstream.wire.RegistryUnreachableException if a schema is not known and the registry does not answer:
     *     the record is not judged then
     */
    void read(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp);

    /** Returns why the record is not readings, or why the selected reading is none; empty if it is. */
    Optional<Rejection> rejection();

    /** Returns the latest rejection in words, with field and value. */
    String detail();

    /** Returns whether the record may have any number of readings. */
    boolean isPack();

    /** Returns the number of readings of the record. */
    int count();

    /**
     * Selects a reading, to which the other methods refer.
     *
     * @param reading from 0
     */
    void select(int reading);

    /** Returns the sensor id in UTF-8. */
    byte[] sensor();

    /** Returns whether the reading names a model. */
    boolean namesModel();

    /** Returns whether the reading names the model with this id in UTF-8. */
    boolean namesModel(byte[] id);

    /** Returns the model id; requires {@link #namesModel()}. */
    String modelId();

    /** Returns the event time in epoch milliseconds, or the given one if the reading has none. */
    long eventTimeOr(long recordTimestamp);

    /** Returns the true class, if the reading has it. */
    Optional<String> label();

    /** Returns the index of the true class among a version's labels, as {@link ServedVersion#indexOf} does. */
    int actual(ServedVersion version);

    /**
     * Writes a row of features.
     *
     * @param wanted the features, in the order of the row
     * @param row receives {@code wanted.features().size()} values, from {@code start}
     * @return why the reading has no such row; empty if it has
     */
    Optional<Rejection> row(RowFeatures wanted, float[] row, int start);

    /** Returns how the feature with this index in a row is called in the record, for messages. */
    String field(RowFeatures wanted, int feature);
}
