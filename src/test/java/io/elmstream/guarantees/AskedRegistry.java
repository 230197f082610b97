package io.elmstream.guarantees;

import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.SchemaRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** Counts the questions for a schema that another registry did not answer. */
final class AskedRegistry implements SchemaRegistry {

    private final SchemaRegistry asked;
    private final AtomicInteger unanswered = new AtomicInteger();

    AskedRegistry(SchemaRegistry asked) {
        this.asked = asked;
    }

    int unanswered() {
        return unanswered.get();
    }

    @Override
    public Lookup find(int contentId) {
        try {
            return asked.find(contentId);
        } catch (RegistryUnreachableException e) {
            unanswered.incrementAndGet();
            throw e;
        }
    }

    @Override
    public int register(String topic, Schema schema) {
        return asked.register(topic, schema);
    }
}
