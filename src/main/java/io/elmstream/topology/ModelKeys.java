package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of the models topic and of the governor's store: the model id for a model, id/version for a version. */
public final class ModelKeys {

    private static final Pattern VERSION = Pattern.compile("(.+)/([1-9][0-9]{0,9})");

    private ModelKeys() {}

    public static String version(ModelId id, int version) {
        return id + "/" + version;
    }

    public static String part(ModelId id, int version, int part) {
        return version(id, version) + "/part/" + part;
    }

    /** Returns the key of whether a model learns. */
    public static String learning(ModelId id) {
        return id + "/learning";
    }

    /** Returns the version that a key names; empty for any other key. */
    public static Optional<VersionKey> version(byte @Nullable [] key) {
        return Optional.ofNullable(key)
                .map(bytes -> VERSION.matcher(new String(bytes, UTF_8)))
                .filter(found -> found.matches()
                        && ModelId.isValid(found.group(1))
                        && Long.parseLong(found.group(2)) <= Integer.MAX_VALUE)
                .map(found -> new VersionKey(new ModelId(found.group(1)), Integer.parseInt(found.group(2))));
    }
}
