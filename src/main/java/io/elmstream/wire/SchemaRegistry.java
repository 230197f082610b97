package io.elmstream.wire;

import java.util.List;
import org.apache.avro.Schema;

/** Where schemas and their content ids come from. */
public interface SchemaRegistry {

    /** What the registry knows of a content id. */
    public sealed interface Lookup {}

    /** The registry knows the id. */
    public record Found(Schema schema) implements Lookup {}

    /** The registry answered that it knows nothing with the id. */
    record Unknown() implements Lookup {}

    /**
     * What the registry holds under the id is no schema that a reading can be read by.
     *
     * @param why a sentence that says what it is
     */
    record Unusable(String why) implements Lookup {}

    /**
     * What the registry says of a content id.
     *
     * @throws RegistryUnreachableException if the registry gave no answer
     */
    Lookup find(int contentId);

    /**
     * Registers the schema for a topic's values if it is not there yet, as artifact {@code TOPIC-value} of the default
     * group, which is where the stock serde looks for it.
     *
     * @return the content id
     * @throws RegistryUnreachableException if the registry gave no answer
     * @throws IllegalStateException if the registry refuses the schema, for example as incompatible
     */
    int register(String topic, Schema schema);

    /**
     * Registers schemas for a topic's values, as {@link #register} does, unless the topic has one already, whatever
     * that is: what producers write is for them to say.
     *
     * @throws RegistryUnreachableException if the registry gave no answer
     * @throws IllegalStateException if the registry refuses a schema
     */
    void offer(String topic, List<Schema> schemas);
}
