package io.elmstream.support;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Configurations of tests that connect to nothing. */
public final class TestConfigurations {

    private TestConfigurations() {}

    /** Returns the defaults with what must be given, and these settings. */
    public static Configuration with(Map<String, String> settings) {
        Map<String, String> flags =
                new HashMap<>(Map.of("bootstrap.servers", "kafka:9092", "registry.url", "http://registry"));
        flags.putAll(settings);
        return ConfigurationLoader.load(Optional.empty(), Map.of("HOME", "/home/someone"), flags)
                .configuration();
    }
}
