package io.elmstream.cli.terminal;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.EffectiveConfiguration;
import io.elmstream.config.ServeSettings;
import io.elmstream.readings.Mappings;
import io.elmstream.topology.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options for the configuration. */
public final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the YAML configuration file; docs/configuration.md lists all keys")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "sets one key, overriding file and environment; can be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    public EffectiveConfiguration effective() {
        return ConfigurationLoader.load(config, System.getenv(), settings);
    }

    /**
     * Logs as the configuration says, before it is examined: where it asks for JSON, what the console says is logged as
     * JSON too. What libraries write to the log of the JDK comes in the same form.
     */
    public void openLog(Console console) {
        Logging.alsoOfTheJdk();
        if (ConfigurationLoader.logsJson(config, System.getenv(), settings)) {
            Logging.asJson();
            console.log();
        }
    }

    /** Returns the configuration file, if one is named. */
    public Optional<Path> file() {
        return config;
    }

    /** Returns these options as words, for another command. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        config.ifPresent(file -> words.addAll(List.of("--config", file.toString())));
        settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return words;
    }

    /** Returns the settings for answering requests; unlike the others, they need no cluster. */
    public ServeSettings serving() {
        return ConfigurationLoader.serving(config, System.getenv(), settings);
    }

    /** Returns the input topics with their mappings, which need no cluster either. */
    public Mappings readings() {
        return ConfigurationLoader.readings(config, System.getenv(), settings);
    }

    public Configuration configuration() {
        return effective().configuration();
    }

    /**
     * Returns a connection to the cluster after checking that brokers and these topics are available.
     *
     * @throws CommandFailure if no broker answers within seconds, or a topic is missing
     */
    public Connection connection(Function<Topics, List<String>> needed) {
        Connection connection = new Connection(configuration());
        new ClusterCheck(connection.configuration()).brokers(needed.apply(connection.topics()));
        return connection;
    }

    /** Same as above for a command that needs no topics. */
    public Connection connection() {
        return connection(topics -> List.of());
    }
}
