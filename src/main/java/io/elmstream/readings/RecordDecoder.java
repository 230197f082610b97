package io.elmstream.readings;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Walks over the value of a record and puts what a mapping names into its place. One per task; not thread-safe. */
interface RecordDecoder {

    /**
     * Decodes a record; if it cannot be read, rejects it as a whole.
     *
     * @param value of the record
     * @param headers which may have the id of a schema
     * @param timestamp of the record, in epoch milliseconds
     * @param into has been started, with as many slots as the layout has
     */
    void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into);

    /** Compiles the walk anew, because the layout has changed. */
    void compile();

    /** Returns the path of the field that is likely meant by a path which the latest record does not have. */
    default Optional<String> nearest(FieldPath path) {
        return Optional.empty();
    }
}
