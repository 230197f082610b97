package io.elmstream.readings;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a record has a text, such as the sensor id. */
public sealed interface Place {

    /**
     * Returns the text, where it is beside the value of a record.
     *
     * @return UTF-8, not to be changed; null if the record has none, or it is in the value
     */
    default byte @Nullable [] beside(byte @Nullable [] key, Headers headers) {
        return null;
    }

    /** The record's key, as UTF-8. */
    record Key() implements Place {

        @Override
        public byte @Nullable [] beside(byte @Nullable [] key, Headers headers) {
            return key;
        }
    }

    /** The name that the format itself gives the sender, such as the base name of SenML. */
    record Base() implements Place {}

    /** The value of a header, as UTF-8; the last one of that name. */
    record Header(String name) implements Place {

        @Override
        public byte @Nullable [] beside(byte @Nullable [] key, Headers headers) {
            org.apache.kafka.common.header.Header last = headers.lastHeader(name);
            return last == null ? null : last.value();
        }
    }

    /** A field of the record's value. */
    record Field(FieldPath path) implements Place {}

    /** A constant, the same for all records. */
    record Constant(String text) implements Place {

        @Override
        public byte @Nullable [] beside(byte @Nullable [] key, Headers headers) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
