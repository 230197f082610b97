package io.elmstream.readings;

import io.elmstream.wire.SchemaId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Finds the ids of the schemas that the records of all input topics need. Not thread-safe. */
public final class TopicSchemaIds {

    private final Mappings mappings;
    private final Map<String, Optional<SchemaIdFinder>> byTopic = new HashMap<>();

    public TopicSchemaIds(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Returns the id of the schema without which a record cannot be read; empty if it needs none or has none. */
    public Optional<SchemaId> find(String topic, byte @Nullable [] value, Headers headers) {
        if (value == null) {
            return Optional.empty();
        }
        Optional<SchemaIdFinder> finder = byTopic.computeIfAbsent(topic, this::finder);
        return finder.isEmpty() ? Optional.empty() : finder.get().find(value, headers);
    }

    private Optional<SchemaIdFinder> finder(String topic) {
        Mapping mapping = mappings.reading(topic);
        return mapping.format().needsSchema() ? Optional.of(new SchemaIdFinder(mapping.ids())) : Optional.empty();
    }
}
