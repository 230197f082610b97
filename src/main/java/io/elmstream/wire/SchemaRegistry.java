package io.elmstream.wire;

import org.apache.avro.Schema;

/** Where schemas and their content ids come from. */
public interface SchemaRegistry {

    /** What the registry knows of a content id. */
    sealed interface Lookup {}

    /** The registry knows the id. */
    record Found(Schema schema) implements Lookup {}

    /** The registry answered that it knows no Avro schema with the id. */
    record Unknown() implements Lookup {}

    /**
     * The schema with a content id.
     *
     * @throws RegistryUnreachableException if the registry gave no answer
     */
    Lookup find(int contentId);

    /**
     * Registers the schema for a topic's values if it is not there yet, as artifact {@code TOPIC-value} of the default group,
     * which is where the stock serde looks for it.
     *
     * @return the content id
     * @throws RegistryUnreachableException if the registry gave no answer
     * @throws IllegalStateException if the registry refuses the schema, for example as incompatible
     */
    int register(String topic, Schema schema);
}
