package io.elmstream.wire;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads one schema and everything that it refers to, each once. */
final class SchemaTexts {

    /**
     * One text.
     *
     * @param name by which others refer to it, such as the path of an import; empty for the schema itself
     * @param content of the registry
     */
    record Text(String name, String content) {}

    /** Enough for a schema with thousands of fields, including all that it refers to. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private static final int MOST_REFERENCES = 64;

    private final RegistryClientFacade client;
    private final String what;
    private final Set<RegistryArtifactReference> seen = new HashSet<>();
    private final List<Text> texts = new ArrayList<>();
    private int characters;

    /** Returns the references of a text. */
    private interface References {
        List<RegistryArtifactReference> get();
    }

    private SchemaTexts(RegistryClientFacade client, String what) {
        this.client = client;
        this.what = what;
    }

    /**
     * Reads what a schema refers to.
     *
     * @param what the schema in words, for messages
     * @return the texts, each behind those that it refers to; the last one is the schema itself
     */
    static List<Text> of(RegistryClientFacade client, String what, SchemaId id, String content)
            throws UnusableSchemaException {
        SchemaTexts texts = new SchemaTexts(client, what);
        texts.add("", content, () -> switch (id.kind()) {
            case CONTENT -> client.getReferencesByContentId(id.value());
            case GLOBAL -> client.getReferencesByGlobalId(id.value());
        });
        return texts.texts;
    }

    private void add(String name, String content, References references) throws UnusableSchemaException {
        characters += content.length();
        if (characters > MOST_CHARACTERS) {
            throw new UnusableSchemaException(what + " has more than " + MOST_CHARACTERS + " characters");
        }
        for (RegistryArtifactReference reference : references.get()) {
            if (seen.add(reference)) {
                add(reference);
            }
        }
        texts.add(new Text(name, content));
    }

    private void add(RegistryArtifactReference reference) throws UnusableSchemaException {
        if (seen.size() > MOST_REFERENCES) {
            throw new UnusableSchemaException(what + " refers to more than " + MOST_REFERENCES + " others");
        }
        String group = Objects.requireNonNullElse(reference.getGroupId(), "default");
        String artifact = reference.getArtifactId();
        String version = reference.getVersion();
        String content;
        try {
            content = client.getSchemaByGAV(group, artifact, version);
        } catch (ProblemDetails e) {
            if (isMissing(e, "VersionNotFoundException") || isMissing(e, "ArtifactNotFoundException")) {
                throw new UnusableSchemaException(what + " refers to version " + version + " of artifact " + artifact
                        + ", which the registry does not contain");
            }
            throw e;
        }
        add(
                Objects.requireNonNullElse(reference.getName(), artifact),
                content,
                () -> client.getReferencesByGAV(group, artifact, version));
    }

    /** Returns whether the registry says that there is no such thing. */
    static boolean isMissing(ProblemDetails problem, String name) {
        return problem.getResponseStatusCode() == 404 && name.equals(problem.getName());
    }
}
