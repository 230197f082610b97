package io.elmstream.config;

import io.elmstream.data.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Suggests keys for one that does not exist. */
public final class UnknownKey {

    private UnknownKey() {}

    /** Returns the exception, without the value: it can be a secret, which a misspelt key does not reveal. */
    static ConfigurationException of(Setting setting) {
        return new ConfigurationException(
                setting.key(),
                setting.key() + " (" + setting.origin() + ") is not a key. " + hint(meant(setting.key())));
    }

    /** Returns a sentence with the suggested keys. */
    static String hint(List<String> meant) {
        return meant.isEmpty()
                ? "All keys are in docs/configuration.md."
                : "Did you mean " + String.join(" or ", meant) + "?";
    }

    /** Returns the most similar key, if there is one, and the key that passes the name to Kafka, if Kafka knows it. */
    static List<String> meant(String key) {
        Optional<String> behind = OwnedProperties.key(key);
        if (behind.isPresent()) {
            return List.of(behind.get());
        }
        Stream<String> nearest =
                Names.nearest(key, ConfigurationKeys.definition().names()).stream();
        return Stream.concat(nearest, Stream.of(key).filter(KafkaNames::isKnown).map(ConfigurationKeys.KAFKA::concat))
                .toList();
    }
}
