package io.elmstream.topology;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the models topic from its beginning to its present end, committed records only. */
@FunctionalInterface
public interface ModelsTopic {

    /** A topic that holds nothing. */
    ModelsTopic EMPTY = records -> {};

    /**
     * A record of it.
     *
     * @param offset of the record
     * @param value null deletes what stood under its key
     * @param timestamp in epoch milliseconds
     */
    public record Entry(long offset, byte @Nullable [] value, long timestamp) {}

    /** @param records gets every record in order */
    void read(Consumer<Entry> records);
}
