package io.elmstream.wire;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import org.apache.avro.Schema;

/** The source of schemas and their ids. */
public interface SchemaRegistry {

    /** What the registry knows of an id. */
    public sealed interface Lookup {}

    /** The registry has an Avro schema under this id. */
    public record Found(Schema schema) implements Lookup {}

    /**
     * The registry has a Protobuf schema under this id.
     *
     * @param file with all that it imports
     */
    record FoundProtobuf(FileDescriptor file) implements Lookup {}

    /** The registry does not know the id. */
    record Unknown() implements Lookup {}

    /**
     * The registry's content under this id is not a schema that readings can be read with.
     *
     * @param why a sentence that describes the content
     */
    record Unusable(String why) implements Lookup {}

    /**
     * Looks up a schema.
     *
     * @throws RegistryUnreachableException if the registry did not answer
     */
    Lookup find(SchemaId id);

    /** Looks up the schema with a content id, as {@link #find(SchemaId)} does. */
    default Lookup find(int contentId) {
        return find(SchemaId.content(contentId));
    }

    /**
     * Registers the schema for a topic's values if it is missing, as artifact {@code TOPIC-value} of the default group,
     * where the stock serde looks for it.
     *
     * @return the content id
     * @throws RegistryUnreachableException if the registry did not answer
     * @throws IllegalStateException if the registry rejects the schema, for example as incompatible
     */
    int register(String topic, Schema schema);

    /**
     * Registers schemas for a topic's values, as {@link #register} does, unless the topic has any schema already: the
     * schema of inputs is the choice of their producers.
     *
     * @throws RegistryUnreachableException if the registry did not answer
     * @throws IllegalStateException if the registry rejects a schema
     */
    void offer(String topic, List<Schema> schemas);
}
