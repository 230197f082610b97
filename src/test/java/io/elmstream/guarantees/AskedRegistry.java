package io.elmstream.guarantees;

import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** Counts the questions for a schema, and those that another registry did not answer. */
final class AskedRegistry implements SchemaRegistry {

    private final SchemaRegistry registry;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    AskedRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    int asked() {
        return asked.get();
    }

    int unanswered() {
        return unanswered.get();
    }

    @Override
    public Lookup find(SchemaId id) {
        asked.incrementAndGet();
        try {
            return registry.find(id);
        } catch (RegistryUnreachableException e) {
            unanswered.incrementAndGet();
            throw e;
        }
    }

    @Override
    public int register(String topic, Schema schema) {
        return registry.register(topic, schema);
    }

    @Override
    public void offer(String topic, List<Schema> schemas) {
        registry.offer(topic, schemas);
    }
}
