package io.elmstream.cli.terminal;

import io.elmstream.client.PublishedFile;
import io.elmstream.client.PublishedModels;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model that {@code --model} names: a file, or a published version. */
public final class PublishedOrFile {

    private static final String OPTION = "--model";
    private static final Pattern PUBLISHED = Pattern.compile("([a-z0-9][a-z0-9._-]{0,62})(?::([1-9][0-9]{0,9}))?");

    private PublishedOrFile() {}

    /**
     * Reads a model. What is no existing file, and does not end as model files do, is the id of a published model, with
     * a version or without one for the present champion.
     *
     * @param cluster connects where a published model is named
     */
    public static ModelFile read(String text, Supplier<Connection> cluster) {
        Path file = Path.of(text);
        Matcher named = PUBLISHED.matcher(text);
        if (Files.exists(file) || text.toLowerCase(Locale.ROOT).endsWith(".elm") || !isPublished(named)) {
            return ModelFile.read(file, OPTION);
        }
        Connection connection = cluster.get();
        ModelId id = new ModelId(named.group(1));
        PublishedModels published = connection.published(id, OPTION);
        int version = named.group(2) == null ? champion(id, published) : Integer.parseInt(named.group(2));
        return read(connection, new VersionKey(id, version), published);
    }

    private static boolean isPublished(Matcher named) {
        return named.matches() && (named.group(2) == null || Long.parseLong(named.group(2)) <= Integer.MAX_VALUE);
    }

    private static int champion(ModelId id, PublishedModels published) {
        return published
                .timeline(id)
                .stepAt(System.currentTimeMillis())
                .orElseThrow(() -> new CommandFailure(
                        "NO_CHAMPION",
                        OPTION + ": model " + id + " has no champion; name one of its versions, such as " + id + ":1",
                        OPTION))
                .champion();
    }

    private static ModelFile read(Connection connection, VersionKey key, PublishedModels published) {
        Set<Integer> versions = Objects.requireNonNull(published.models().get(key.modelId()))
                .versions()
                .keySet();
        byte[] bytes = PublishedFile.read(PublishedModels.topic(connection.clients(), connection.topics()), key)
                .orElseThrow(() -> new CommandFailure(
                        "UNKNOWN_VERSION",
                        OPTION + ": " + key + " is not published, or retired; published versions: " + versions,
                        OPTION));
        try {
            return new ModelFile(bytes, ArtefactFormat.read(bytes));
        } catch (ArtefactException e) {
            throw new CommandFailure("BAD_MODEL", OPTION + ": " + key + " cannot be read: " + e.getMessage(), OPTION);
        }
    }
}
