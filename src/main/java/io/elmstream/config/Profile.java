package io.elmstream.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A purpose, which gives several keys other defaults. A key that the user sets keeps the user's value. */
enum Profile {
    /** As many readings as possible. */
    THROUGHPUT("throughput", Map.of()),

    /** Predictions early, by shorter transactions and waits. */
    LOW_LATENCY(
            "low-latency",
            Map.of(
                    ConfigurationKeys.COMMIT_INTERVAL,
                    "20",
                    ConfigurationKeys.BATCH_LINGER,
                    "1",
                    ConfigurationKeys.POLL,
                    "2",
                    ConfigurationKeys.PRODUCER_LINGER,
                    "1"));

    private final String word;
    private final Map<String, String> defaults;

    Profile(String word, Map<String, String> defaults) {
        this.word = word;
        this.defaults = defaults;
    }

    /** Returns the profile with this name; there must be one. */
    static Profile of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word.equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the names of all profiles. */
    static String[] words() {
        return Arrays.stream(values()).map(profile -> profile.word).toArray(String[]::new);
    }

    /** Returns the defaults that differ from the usual ones. */
    List<Setting> defaults() {
        return defaults.entrySet().stream()
                .map(entry -> new Setting(entry.getKey(), entry.getValue(), "default of the profile " + word))
                .toList();
    }
}
