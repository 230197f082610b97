package io.elmstream.wire;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry in memory, for dry runs and for tests without a server. Content ids start at 1; equal schemas share one,
 * and their global id is the same number.
 */
public final class MemorySchemaRegistry implements SchemaRegistry {

    private final Map<Long, Lookup> schemas = new ConcurrentHashMap<>();

    @Override
    public Lookup find(SchemaId id) {
        return schemas.getOrDefault(id.value(), new Unknown());
    }

    @Override
    public void offer(String topic, List<Schema> schemas) {
        schemas.forEach(schema -> register(topic, schema));
    }

    @Override
    public int register(String topic, Schema schema) {
        return register(new Found(schema));
    }

    /** Registers a Protobuf schema, and returns its content id. */
    public int register(FileDescriptor file) {
        return register(new FoundProtobuf(file));
    }

    private synchronized int register(Lookup schema) {
        return schemas.entrySet().stream()
                .filter(known -> known.getValue().equals(schema))
                .map(known -> known.getKey().intValue())
                .findAny()
                .orElseGet(() -> {
                    int id = schemas.size() + 1;
                    schemas.put((long) id, schema);
                    return id;
                });
    }
}
