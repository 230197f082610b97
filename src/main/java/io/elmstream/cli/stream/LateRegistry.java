package io.elmstream.cli.stream;

import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** A registry that is connected to when a record needs a schema, so that those in JSON do without one. */
final class LateRegistry implements SchemaRegistry {

    private final Supplier<SchemaRegistry> connect;
    private Optional<SchemaRegistry> connected = Optional.empty();

    LateRegistry(Supplier<SchemaRegistry> connect) {
        this.connect = connect;
    }

    private SchemaRegistry registry() {
        if (connected.isEmpty()) {
            connected = Optional.of(connect.get());
        }
        return connected.get();
    }

    @Override
    public Lookup find(SchemaId id) {
        return registry().find(id);
    }

    @Override
    public int register(String topic, Schema schema) {
        return registry().register(topic, schema);
    }

    @Override
    public void offer(String topic, List<Schema> schemas) {
        registry().offer(topic, schemas);
    }
}
