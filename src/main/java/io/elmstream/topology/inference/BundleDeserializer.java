package io.elmstream.topology.inference;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Returns the bytes of a reading, or the {@link ReadingBundle}. Afterwards it would be too late, as Kafka Streams
 * copies the headers.
 */
final class BundleDeserializer implements Deserializer<Object> {

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        return data;
    }

    @Override
    public @Nullable Object deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return headers instanceof ReadingBundle ? headers : data;
    }
}
