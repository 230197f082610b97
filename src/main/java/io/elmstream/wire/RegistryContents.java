package io.elmstream.wire;

import static io.elmstream.wire.SchemaTexts.isMissing;

import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.SystemInfo;
import io.apicurio.registry.rest.client.models.VersionSearchResults;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.FoundProtobuf;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.SchemaRegistry.Unusable;
import io.elmstream.wire.SchemaTexts.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Reads the schema that an Apicurio Registry holds under an id, including the schemas that it refers to. Every response
 * that is not the registry's own is an exception: while the registry is down, proxies and gateways respond in its
 * place, with all kinds of bodies.
 */
final class RegistryContents {

    private static final String PROTOBUF = "PROTOBUF";

    private final RegistryClientFacade client;
    private volatile boolean isRegistry;

    RegistryContents(RegistryClientFacade client) {
        this.client = client;
    }

    /** Records that the other side is a registry, because of a response that only a registry sends. */
    void isRegistry() {
        isRegistry = true;
    }

    /**
     * Looks up a schema.
     *
     * @throws RuntimeException of any kind if the registry did not answer
     */
    Lookup find(SchemaId id) {
        String content;
        try {
            content = switch (id.kind()) {
                case CONTENT -> client.getSchemaByContentId(id.value());
                case GLOBAL -> client.getSchemaByGlobalId(id.value(), false);
            };
        } catch (ProblemDetails e) {
            if (isMissing(e, "ContentNotFoundException")
                    || isMissing(e, "VersionNotFoundException")
                    || isMissing(e, "ArtifactNotFoundException")) {
                requireRegistry();
                return new Unknown();
            }
            throw e;
        }
        String what = "the schema with " + id;
        Optional<SearchedVersion> other = Optional.empty();
        try {
            if (!isJson(content)) {
                other = otherThanAvro(id);
                if (other.isPresent()) {
                    return PROTOBUF.equals(other.get().getArtifactType())
                            ? new FoundProtobuf(ProtobufFiles.of(what, SchemaTexts.of(client, what, id, content)))
                            : unusable(id, other.get());
                }
            }
            Schema schema = avro(what, SchemaTexts.of(client, what, id, content));
            return schema.getType() == Schema.Type.RECORD
                    ? new Found(schema)
                    : notAvro(id).orElse(new Found(schema));
        } catch (UnusableSchemaException e) {
            Unusable unusable = new Unusable(String.valueOf(e.getMessage()));
            return other.isPresent() ? unusable : notAvro(id).orElse(unusable);
        }
    }

    /** Returns whether a text may be a schema of Avro; neither a .proto file nor Base64 starts like it. */
    private static boolean isJson(String content) {
        String text = content.stripLeading();
        return !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0;
    }

    private static Schema avro(String what, List<Text> texts) throws UnusableSchemaException {
        Schema.Parser parser = new Schema.Parser();
        try {
            Schema last = Schema.create(Schema.Type.NULL);
            for (Text text : texts) {
                last = parser.parse(text.content());
                // including its references it may be nested too deeply for recursion; Avro's writer has a bound
                Objects.requireNonNull(last.toString());
            }
            return last;
        } catch (RuntimeException e) {
            // Avro's parser throws all kinds of exceptions
            throw new UnusableSchemaException(what + " cannot be read as Avro: " + e.getMessage());
        }
    }

    private void requireRegistry() {
        if (!isRegistry) {
            SystemInfo info = sdk().system().info().get();
            if (info == null || info.getName() == null || info.getVersion() == null) {
                throw new IllegalStateException("HTTP 404 from a server that is not known to be a registry");
            }
            isRegistry = true;
        }
    }

    private Optional<Lookup> notAvro(SchemaId id) {
        return otherThanAvro(id).map(version -> unusable(id, version));
    }

    private static Unusable unusable(SchemaId id, SearchedVersion version) {
        return new Unusable(id + " is of type " + version.getArtifactType() + " in the registry, artifact "
                + version.getArtifactId() + ": readings must be written as Avro or Protobuf");
    }

    /** Returns the artifact if it is not an Avro schema. */
    private Optional<SearchedVersion> otherThanAvro(SchemaId id) {
        VersionSearchResults found = sdk().search().versions().get(request -> {
            var query = Objects.requireNonNull(request.queryParameters);
            switch (id.kind()) {
                case CONTENT -> query.contentId = id.value();
                case GLOBAL -> query.globalId = id.value();
            }
        });
        if (found == null || found.getVersions() == null) {
            throw new IllegalStateException("no answer from a registry to the request for the type of " + id);
        }
        return found.getVersions().stream()
                .filter(version -> !"AVRO".equals(version.getArtifactType()))
                .findFirst();
    }

    private RegistryClient sdk() {
        return (RegistryClient) client.getClient();
    }
}
