package io.elmstream.config;

import io.elmstream.data.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what somebody may have meant by a key that does not exist. */
public final class UnknownKey {

    private UnknownKey() {}

    /** The value is left out: a secret under a misspelt key does not look like one. */
    static ConfigurationException of(Setting setting) {
        return new ConfigurationException(
                setting.key(),
                setting.key() + " (" + setting.origin() + ") is not a key. " + hint(meant(setting.key())));
    }

    /** A question that names what may have been meant. */
    static String hint(List<String> meant) {
        return meant.isEmpty()
                ? "All keys are in docs/configuration.md."
                : "Did you mean " + String.join(" or ", meant) + "?";
    }

    /**
     * The known key nearest to a wrong one, if one is near, and the one that passes it on to Kafka, if Kafka knows it.
     */
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
