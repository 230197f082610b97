package io.elmstream.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/**
 * The values of all keys, set by the user, by the profile or by default, checked and converted to the type of the key.
 */
final class Settings {

    private static final String DEFAULT = "default";

    private final Map<String, Setting> given;

    /**
     * @param given the settings by key, after the precedence of the sources was applied
     * @throws ConfigurationException if a key does not exist
     */
    Settings(Map<String, Setting> given) {
        this.given = new TreeMap<>(given);
        this.given.values().stream()
                .filter(setting -> !ConfigurationKeys.isKnown(setting.key()))
                .findFirst()
                .ifPresent(setting -> {
                    throw UnknownKey.of(setting);
                });
        Profile.of(text(ConfigurationKeys.PROFILE))
                .defaults()
                .forEach(setting -> this.given.putIfAbsent(setting.key(), setting));
    }

    String text(String key) {
        return required(key, String.class);
    }

    Optional<String> optionalText(String key) {
        return find(key, String.class);
    }

    int number(String key) {
        return required(key, Integer.class);
    }

    double fraction(String key) {
        return required(key, Double.class);
    }

    Optional<Double> optionalFraction(String key) {
        return find(key, Double.class);
    }

    boolean flag(String key) {
        return required(key, Boolean.class);
    }

    Optional<List<String>> list(String key) {
        return find(key, List.class).map(Settings::texts);
    }

    /** Returns the properties that are passed on under a prefix, with the prefix removed. */
    SortedMap<String, String> passedOn(String prefix) {
        SortedMap<String, String> properties = new TreeMap<>();
        given.values().stream()
                .filter(setting -> setting.key().startsWith(prefix))
                .forEach(setting -> properties.put(setting.key().substring(prefix.length()), setting.text()));
        return properties;
    }

    /** Returns what must not be shown of the values that the user set. */
    Set<String> secrets() {
        return given.values().stream()
                .filter(setting -> Secrets.isSecret(setting.key()))
                .flatMap(setting -> Secrets.within(setting.text()).stream())
                .collect(Collectors.toSet());
    }

    /** Returns the value of a key of any type; empty if it is not set and has no default. */
    Optional<Object> value(String key) {
        return find(key, Object.class);
    }

    /** Returns whether the user has not set the key. */
    boolean isDefault(String key) {
        return !given.containsKey(key);
    }

    /** Returns the origin of the key's value. */
    String origin(String key) {
        Setting setting = given.get(key);
        return setting == null ? DEFAULT : setting.origin();
    }

    /** Returns the exception for a value that is valid by itself but conflicts with another key. */
    ConfigurationException conflict(String key, String reason) {
        Setting setting = given.get(key);
        String described = setting == null ? key + " is " + value(key).orElse("not set") : setting.described();
        return new ConfigurationException(key, described + ", but " + reason);
    }

    private <T> T required(String key, Class<T> type) {
        return find(key, type)
                .orElseThrow(() -> new ConfigurationException(
                        key,
                        key
                                + " is not set. Set it in the file given with --config, in the environment"
                                + " variable "
                                + SettingsEnvironment.variable(key) + ", or with --set " + key + "=..."));
    }

    private <T> Optional<T> find(String key, Class<T> type) {
        ConfigKey definition = Objects.requireNonNull(
                ConfigurationKeys.definition().configKeys().get(key), key);
        Setting setting = given.get(key);
        if (setting != null) {
            return Optional.of(type.cast(parse(definition, setting)));
        }
        // the default of a required key is a placeholder
        return definition.hasDefault() ? Optional.ofNullable(type.cast(definition.defaultValue)) : Optional.empty();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static Object parse(ConfigKey definition, Setting setting) {
        try {
            Object value = ConfigDef.parseType(setting.key(), setting.value(), definition.type);
            definition.validator.ensureValid(setting.key(), value);
            return value;
        } catch (ConfigException e) {
            throw new ConfigurationException(
                    setting.key(), setting.described() + ", but must be " + definition.validator);
        }
    }
}
