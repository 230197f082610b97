package io.elmstream.topology;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the models topic from the beginning to its current end, committed records only. */
@FunctionalInterface
public interface ModelsTopic {

    /** An empty topic. */
    ModelsTopic EMPTY = records -> {};

    /**
     * A record of the topic.
     *
     * @param offset of the record
     * @param value null deletes the value of its key
     * @param timestamp in epoch milliseconds
     */
    public record Entry(long offset, byte @Nullable [] value, long timestamp) {}

    /**
     * Reads the topic.
     *
     * @param records receives every record in order
     */
    void read(Consumer<Entry> records);
}
