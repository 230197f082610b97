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

    private ConfigurationLoader() {}

    /**
     * @param file YAML with nested or dotted keys
     * @param environment all environment variables; those that begin with {@code ELMSTREAM_} are ours
     * @param flags key to value, as given on the command line
     * @throws ConfigurationException if a key does not exist, or a value is not allowed or missing
     */
    public static EffectiveConfiguration load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, Setting> given = new HashMap<>();
        file.map(SettingsFile::read).orElse(List.of()).forEach(setting -> {
            Setting earlier = given.put(setting.key(), setting);
            if (earlier != null) {
                throw new ConfigurationException(
                        setting.key(),
                        setting.key() + " is given twice: " + earlier.origin() + ", and " + setting.origin());
            }
        });
        SettingsEnvironment.read(environment).forEach(setting -> given.put(setting.key(), setting));
        flags.forEach((key, value) -> given.put(key, new Setting(key, value, "--set " + key)));
        Settings settings = new Settings(given);
        return new EffectiveConfiguration(new Assembly(settings, stateHome(environment)).configuration(), settings);
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
