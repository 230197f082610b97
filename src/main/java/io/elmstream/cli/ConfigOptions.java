package io.elmstream.cli;

import io.elmstream.app.Configuration;
import io.elmstream.app.ConfigurationLoader;
import io.elmstream.app.EffectiveConfiguration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the configuration comes from. */
final class ConfigOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration file, YAML; see docs/configuration.md")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "sets one key, over file and environment; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    EffectiveConfiguration effective() {
        return ConfigurationLoader.load(config, System.getenv(), settings);
    }

    Configuration configuration() {
        return effective().configuration();
    }

    Connection connection() {
        return new Connection(configuration());
    }
}
