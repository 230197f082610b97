package io.elmstream.app;

import io.elmstream.readings.Mappings;
import io.elmstream.readings.TopicSchemaIds;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.SchemaGate;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tests whether a record can be judged without waiting for its schema. A command about an alert always can, since its
 * schemas are in the jar. Not thread-safe.
 */
final class ReadingGate implements Predicate<ConsumerRecord<byte[], byte[]>> {

    private final Mappings mappings;
    private final TopicSchemaIds ids;
    private final SchemaGate gate;

    ReadingGate(Mappings mappings, AskedSchemas schemas) {
        this.mappings = mappings;
        this.ids = new TopicSchemaIds(mappings);
        this.gate = new SchemaGate(schemas);
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> reading) {
        return mappings.of(reading.topic()).isEmpty()
                || ids.find(reading.topic(), reading.value(), reading.headers())
                        .map(gate::isOpenFor)
                        .orElse(true);
    }
}
