package io.elmstream.wire;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.SystemInfo;
import io.apicurio.registry.rest.client.models.VersionSearchResults;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.SchemaRegistry.Unusable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Reads the schema that an Apicurio Registry holds under an id, including the schemas that it refers to. Every response
 * that is not the registry's own is an exception: while the registry is down, proxies and gateways respond in its
 * place, with all kinds of bodies.
 */
final class RegistryContents {

    /** Enough for a schema with thousands of fields, including all that it refers to. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private static final int MOST_REFERENCES = 64;

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
        try {
            Schema schema = new Reading(what).parse(content, () -> references(id));
            return schema.getType() == Schema.Type.RECORD
                    ? new Found(schema)
                    : notAvro(id).orElse(new Found(schema));
        } catch (UnusableException e) {
            return notAvro(id).orElse(new Unusable(String.valueOf(e.getMessage())));
        }
    }

    private List<RegistryArtifactReference> references(SchemaId id) {
        return switch (id.kind()) {
            case CONTENT -> client.getReferencesByContentId(id.value());
            case GLOBAL -> client.getReferencesByGlobalId(id.value());
        };
    }

    private static boolean isMissing(ProblemDetails problem, String name) {
        return problem.getResponseStatusCode() == 404 && name.equals(problem.getName());
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

    /** Returns the type of the artifact if it is not an Avro schema. */
    private Optional<Lookup> notAvro(SchemaId id) {
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
                .findFirst()
                .map(version -> new Unusable(words(id, version)));
    }

    private static String words(SchemaId id, SearchedVersion version) {
        return id + " is of type " + version.getArtifactType() + " in the registry, artifact " + version.getArtifactId()
                + ": readings must be written as Avro";
    }

    private RegistryClient sdk() {
        return (RegistryClient) client.getClient();
    }

    /** Thrown if the contents are not a usable schema. */
    private static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1;

        UnusableException(String message) {
            super(message);
        }
    }

    /** Resolves the references of a schema. */
    private interface References {
        List<RegistryArtifactReference> get();
    }

    /** Reads one schema and everything that it refers to, each once. */
    private final class Reading {

        private final String what;
        private final Set<RegistryArtifactReference> seen = new HashSet<>();
        private final Schema.Parser parser = new Schema.Parser();
        private int characters;

        Reading(String what) {
            this.what = what;
        }

        Schema parse(String content, References references) throws UnusableException {
            characters += content.length();
            if (characters > MOST_CHARACTERS) {
                throw new UnusableException(what + " has more than " + MOST_CHARACTERS + " characters");
            }
            for (RegistryArtifactReference reference : references.get()) {
                if (seen.add(reference)) {
                    parse(reference);
                }
            }
            try {
                Schema schema = parser.parse(content);
                // including its references it may be nested too deeply for recursion; Avro's writer has a bound
                Objects.requireNonNull(schema.toString());
                return schema;
            } catch (RuntimeException e) {
                // Avro's parser throws all kinds of exceptions
                throw new UnusableException(what + " cannot be read as Avro: " + e.getMessage());
            }
        }

        private void parse(RegistryArtifactReference reference) throws UnusableException {
            if (seen.size() > MOST_REFERENCES) {
                throw new UnusableException(what + " refers to more than " + MOST_REFERENCES + " others");
            }
            String group = Objects.requireNonNullElse(reference.getGroupId(), "default");
            String artifact = reference.getArtifactId();
            String version = reference.getVersion();
            String content;
            try {
                content = client.getSchemaByGAV(group, artifact, version);
            } catch (ProblemDetails e) {
                if (isMissing(e, "VersionNotFoundException") || isMissing(e, "ArtifactNotFoundException")) {
                    throw new UnusableException(what + " refers to version " + version + " of artifact " + artifact
                            + ", which the registry does not contain");
                }
                throw e;
            }
            parse(content, () -> client.getReferencesByGAV(group, artifact, version));
        }
    }
}
