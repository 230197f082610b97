package io.elmstream.config;

import io.elmstream.readings.Mappings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the configuration. In increasing precedence its sources are the defaults, the file, the environment and the
 * flags of the command line. The reference of the keys is docs/configuration.md.
 */
public final class ConfigurationLoader {

    /** Placeholders for the connections and the state directory, which a topology without a cluster does not use. */
    private static final Map<String, String> UNREACHED = Map.of(
            ConfigurationKeys.BOOTSTRAP_SERVERS,
            "localhost:9092",
            ConfigurationKeys.REGISTRY_URL,
            "http://localhost:8080/apis/registry/v3",
            ConfigurationKeys.STATE_DIR,
            "state");

    private ConfigurationLoader() {}

    /**
     * Loads the configuration of an instance or a command.
     *
     * @param file a YAML file with nested or dotted keys
     * @param environment all environment variables; those that start with {@code ELMSTREAM_} set keys
     * @param flags the keys and values given on the command line
     * @throws ConfigurationException if a key does not exist, or a value is not allowed or missing
     */
    public static EffectiveConfiguration load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Settings settings = settings(file, environment, flags);
        return new EffectiveConfiguration(new Assembly(settings, stateHome(environment)).configuration(), settings);
    }

    /**
     * Loads the configuration of topologies that run without a cluster, for example in a test driver. It accepts and
     * checks the same keys as {@link #load}, but the locations of brokers, registry and state are optional.
     *
     * @param file as for {@link #load}
     * @param settings keys and values, which override those of the file; a value is a String or a List of Strings
     * @throws ConfigurationException if a key does not exist, or a value is not allowed
     */
    public static Configuration withoutCluster(Optional<Path> file, Map<String, Object> settings) {
        Map<String, Setting> given = new HashMap<>();
        UNREACHED.forEach((key, value) -> given.put(key, new Setting(key, value, "default")));
        given.putAll(ofFile(file));
        settings.forEach((key, value) -> given.put(key, new Setting(key, value, "set in code")));
        return new Assembly(new Settings(given), Optional.empty()).configuration();
    }

    /**
     * Loads the settings for answering single requests without a cluster. It accepts and checks the same keys and
     * sources as {@link #load}, but nothing else has to be set.
     *
     * @throws ConfigurationException if a key does not exist, or a value is not allowed
     */
    public static ServeSettings serving(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        return new Assembly(settings(file, environment, flags), Optional.empty()).serveSettings();
    }

    /**
     * Loads the input topics with their mappings, without a cluster, as {@link #serving} does.
     *
     * @throws ConfigurationException if a key does not exist, or a value is not allowed
     */
    public static Mappings readings(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        return new Assembly(settings(file, environment, flags), Optional.empty()).mappings();
    }

    /**
     * Returns whether an instance shall log JSON. Faults in other keys are not examined, so that they can be logged as
     * JSON too; if the file cannot be read, environment and flags decide.
     */
    public static boolean logsJson(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        String key = ConfigurationKeys.LOG_FORMAT;
        return Optional.<Object>ofNullable(flags.get(key))
                .or(() -> Optional.ofNullable(environment.get(SettingsEnvironment.variable(key)))
                        .filter(value -> !value.isEmpty()))
                .or(() -> ofFileIfReadable(file, key))
                .filter("json"::equals)
                .isPresent();
    }

    private static Optional<Object> ofFileIfReadable(Optional<Path> file, String key) {
        try {
            return Optional.ofNullable(ofFile(file).get(key)).map(Setting::value);
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private static Settings settings(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, Setting> given = new HashMap<>(ofFile(file));
        SettingsEnvironment.read(environment).forEach(setting -> given.put(setting.key(), setting));
        flags.forEach((key, value) -> given.put(key, new Setting(key, value, "--set " + key)));
        return new Settings(given);
    }

    private static Map<String, Setting> ofFile(Optional<Path> file) {
        Map<String, Setting> given = new HashMap<>();
        file.map(SettingsFile::read).orElse(List.of()).forEach(setting -> {
            Setting earlier = given.put(setting.key(), setting);
            if (earlier != null) {
                throw new ConfigurationException(
                        setting.key(),
                        setting.key() + " is set twice: " + earlier.origin() + ", and " + setting.origin());
            }
        });
        return given;
    }

    /** Returns the state home defined by the XDG Base Directory Specification. */
    private static Optional<Path> stateHome(Map<String, String> environment) {
        return absolute(environment.get("XDG_STATE_HOME"))
                .or(() -> absolute(environment.get("HOME")).map(home -> home.resolve(".local/state")));
    }

    private static Optional<Path> absolute(@Nullable String folder) {
        return Optional.ofNullable(folder)
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
