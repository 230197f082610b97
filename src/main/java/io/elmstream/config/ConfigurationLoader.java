package io.elmstream.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: defaults, over them the file, over it the environment, over it the command line's
 * flags. The keys are in docs/configuration.md.
 */
public final class ConfigurationLoader {

    /** Stand for what a topology without a cluster never reaches. */
    private static final Map<String, String> UNREACHED = Map.of(
            ConfigurationKeys.BOOTSTRAP_SERVERS,
            "localhost:9092",
            ConfigurationKeys.REGISTRY_URL,
            "http://localhost:8080/apis/registry/v3",
            ConfigurationKeys.STATE_DIR,
            "state");

    private ConfigurationLoader() {}

    /**
     * @param file YAML with nested or dotted keys
     * @param environment all environment variables; those that begin with {@code ELMSTREAM_} are ours
     * @param flags key to value, as given on the command line
     * @throws ConfigurationException if a key does not exist, or a value is not allowed or missing
     */
    public static EffectiveConfiguration load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, Setting> given = new HashMap<>(ofFile(file));
        SettingsEnvironment.read(environment).forEach(setting -> given.put(setting.key(), setting));
        flags.forEach((key, value) -> given.put(key, new Setting(key, value, "--set " + key)));
        Settings settings = new Settings(given);
        return new EffectiveConfiguration(new Assembly(settings, stateHome(environment)).configuration(), settings);
    }

    /**
     * Puts the configuration of topologies together that run without a cluster, such as under a test driver. It takes
     * every key that {@link #load} takes, and checks all of them, but those that say where brokers, registry and state
     * are need not be set.
     *
     * @param file as for {@link #load}
     * @param settings key to value, over those of the file; a value is a String, or a List of Strings
     * @throws ConfigurationException if a key does not exist, or a value is not allowed
     */
    public static Configuration withoutCluster(Optional<Path> file, Map<String, Object> settings) {
        Map<String, Setting> given = new HashMap<>();
        UNREACHED.forEach((key, value) -> given.put(key, new Setting(key, value, "default")));
        given.putAll(ofFile(file));
        settings.forEach((key, value) -> given.put(key, new Setting(key, value, "set in code")));
        return new Assembly(new Settings(given), Optional.empty()).configuration();
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

    /** As the XDG Base Directory Specification says it. */
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
