package io.elmstream.bench;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.SchemaRegistry.Found;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Lets the stock Apicurio serde talk to a registry in memory instead of a server; for tests too. */
public final class MemoryFacade implements RegistryClientFacade {

    private final MemorySchemaRegistry registry;

    public MemoryFacade(MemorySchemaRegistry registry) {
        this.registry = registry;
    }

    /** The stock serializer; one for each topic. */
    public static <T> AvroKafkaSerializer<T> serializer(MemorySchemaRegistry registry) {
        AvroKafkaSerializer<T> serializer = new AvroKafkaSerializer<>(new MemoryFacade(registry));
        serializer.configure(settings("http://nowhere"), false);
        return serializer;
    }

    /** The stock deserializer, giving generated classes. */
    public static <T extends SpecificRecord> AvroKafkaDeserializer<T> deserializer(MemorySchemaRegistry registry) {
        AvroKafkaDeserializer<T> deserializer = new AvroKafkaDeserializer<>(new MemoryFacade(registry));
        deserializer.configure(settings("http://nowhere"), false);
        return deserializer;
    }

    /** How the stock serde is set for a registry's address: the defaults, and registering on first use. */
    public static Map<String, Object> settings(String url) {
        return Map.of(
                SchemaResolverConfig.REGISTRY_URL,
                url,
                SchemaResolverConfig.HTTP_ADAPTER,
                "JDK",
                SchemaResolverConfig.AUTO_REGISTER_ARTIFACT,
                true,
                AvroSerdeConfig.USE_SPECIFIC_AVRO_READER,
                true);
    }

    @Override
    public RegistryVersionCoordinates createSchema(
            String type,
            String group,
            String artifact,
            String version,
            String ifExists,
            boolean canonical,
            String schema,
            Set<RegistryArtifactReference> references) {
        long id = registry.register(artifact, new Schema.Parser().parse(schema));
        return RegistryVersionCoordinates.create(id, id, group, artifact, "1");
    }

    @Override
    public String getSchemaByContentId(Long contentId) {
        if (registry.find(contentId.intValue()) instanceof Found found) {
            return found.schema().toString();
        }
        throw new IllegalArgumentException("no schema with content id " + contentId);
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long contentId) {
        return List.of();
    }

    @Override
    public Object getClient() {
        return registry;
    }

    @Override
    public String getSchemaByGlobalId(long globalId, boolean dereferenced) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getSchemaByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getSchemaByContentHash(String hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long globalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(
            String schema, String type, ArtifactReference reference, boolean canonical) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RegistryVersionCoordinates getVersionCoordinatesByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException();
    }
}
