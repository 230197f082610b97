package io.elmstream.app;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what somebody may have meant by a key that does not exist. */
public final class UnknownKey {

    private UnknownKey() {}

    /** The value is left out: a secret under a misspelt key does not look like one. */
    static ConfigurationException of(Setting setting) {
        return new ConfigurationException(
                setting.key(), setting.key() + " (" + setting.origin() + ") is no key. " + hint(meant(setting.key())));
    }

    /** A question that names what may have been meant. */
    static String hint(List<String> meant) {
        return meant.isEmpty() ? "All keys are in docs/configuration.md." : "Did you mean " + String.join(" or ", meant) + "?";
    }

    /** The known key nearest to a wrong one, if one is near, and the one that passes it on to Kafka, if Kafka knows it. */
    static List<String> meant(String key) {
        Optional<String> behind = OwnedProperties.key(key);
        if (behind.isPresent()) {
            return List.of(behind.get());
        }
        Stream<String> nearest = ConfigurationKeys.definition().names().stream()
                .min(Comparator.comparingInt((String known) -> distance(key, known)).thenComparing(Comparator.naturalOrder()))
                .filter(known -> distance(key, known) <= known.length() / 3)
                .stream();
        return Stream.concat(nearest, Stream.of(key).filter(KafkaNames::isKnown).map(ConfigurationKeys.KAFKA::concat)).toList();
    }

    /** How many characters must be added, taken away or changed to turn one into the other (Levenshtein 1966). */
    public static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
