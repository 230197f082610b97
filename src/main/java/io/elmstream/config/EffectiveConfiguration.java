package io.elmstream.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.model.ModelId;
import io.elmstream.topology.TopicRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The effective configuration, with the origin of each value. */
public final class EffectiveConfiguration {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Configuration configuration;
    private final Settings settings;

    EffectiveConfiguration(Configuration configuration, Settings settings) {
        this.configuration = configuration;
        this.settings = settings;
    }

    public Configuration configuration() {
        return configuration;
    }

    /**
     * Returns the configuration as YAML: one line per key, with the origin of the value as a comment. Loading this text
     * gives the same configuration, except for secrets, which are masked.
     */
    public String toYaml() {
        List<String> lines = new ArrayList<>();
        for (String key : ConfigurationKeys.definition().names()) {
            lines.add(line(key, value(key)));
        }
        for (String prefix : ConfigurationKeys.PASSED_ON) {
            settings.passedOn(prefix).forEach((name, value) -> lines.add(line(prefix + name, Optional.of(value))));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Returns a text, such as a log, without the secrets of this configuration and without what looks like one. */
    public String withoutSecrets(String text) {
        return Secrets.removed(text, settings.secrets());
    }

    private Optional<?> value(String key) {
        if (key.equals(ConfigurationKeys.topic(TopicRole.READINGS))) {
            // the first topic of a mapping, if it is not set
            return Optional.of(configuration.inference().topics().readings());
        }
        return switch (key) {
            // their defaults depend on other keys
            case ConfigurationKeys.STATE_DIR ->
                Optional.of(configuration.stateDirectory().toString());
            case ConfigurationKeys.MODELS_REQUIRED ->
                Optional.of(configuration.requiredModels().stream()
                        .map(ModelId::value)
                        .sorted()
                        .toList());
            default -> settings.value(key);
        };
    }

    private String line(String key, Optional<?> value) {
        if (value.isEmpty()) {
            return key + ":  # not set";
        }
        Object shown = value.get() instanceof String text ? Secrets.masked(key, text) : value.get();
        try {
            return key + ": " + JSON.writeValueAsString(shown) + "  # " + settings.origin(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }
}
