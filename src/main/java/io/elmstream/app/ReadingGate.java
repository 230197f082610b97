package io.elmstream.app;

import io.elmstream.readings.Mappings;
import io.elmstream.readings.TopicSchemaIds;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.SchemaGate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tests whether a record can be judged without waiting for its schema. A record of another topic than those of readings
 * always can: the schemas of commands, predictions and dead letters are in the jar. Not thread-safe.
 */
final class ReadingGate implements Predicate<ConsumerRecord<byte[], byte[]>> {

    private final Mappings mappings;
    private final TopicSchemaIds ids;
    private final SchemaGate gate;
    private final Map<String, Boolean> isInput = new HashMap<>();

    ReadingGate(Mappings mappings, AskedSchemas schemas) {
        this.mappings = mappings;
        this.ids = new TopicSchemaIds(mappings);
        this.gate = new SchemaGate(schemas);
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> reading) {
        return !isInput.computeIfAbsent(
                        reading.topic(), topic -> mappings.of(topic).isPresent())
                || ids.find(reading.topic(), reading.value(), reading.headers())
                        .map(gate::isOpenFor)
                        .orElse(true);
    }
}
