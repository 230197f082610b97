package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.data.OutputFile;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.page.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a local cluster for trying things out. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Runs a real Kafka broker and a real schema registry on free loopback ports until stopped,"
                + " and writes a configuration file for the other commands. The file turns on learning,"
                + " quality, with windows of a minute, and the live page, whose address is printed.",
        footer = {
            "",
            "Examples:",
            "  elmstream local --config-out local.yaml --set models.default=shuttle",
            "  elmstream run --config local.yaml"
        })
public final class LocalCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What is off by default, and worth trying; {@code --set} overrides it. */
    private static final Map<String, String> TRIED = Map.of(
            "learn.enabled",
            "true",
            "quality.enabled",
            "true",
            "quality.window.ms",
            "60000",
            "page.enabled",
            "true",
            "page.actions",
            "true",
            "page.token",
            Page.newToken());

    @Option(
            names = "--config-out",
            required = true,
            paramLabel = "FILE",
            description = "the configuration file to write; an existing file is not overwritten. It is deleted at"
                    + " shutdown unless it was changed")
    private Path configOut;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "where to keep the data between runs (default: a temporary folder)")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "an additional key for the configuration file, such as models.default=shuttle; can"
                    + " be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final Console console;

    public LocalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedBroker.requireIncluded();
        Logging.onlyErrors();
        OutputFile file = OutputFile.ofNew("--config-out", configOut);
        // report invalid settings before the start, which takes seconds
        written("127.0.0.1:9092", "http://127.0.0.1:8080/apis/registry/v3", Path.of("state"));
        console.print("starting a broker and a registry, which takes about ten seconds");
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), data);
        Path state = cluster.dataFolder().toAbsolutePath().resolve("state");
        Map<String, String> written =
                written(cluster.broker().bootstrapServers(), cluster.registry().url(), state);
        try {
            cluster.closeFirst(LocalConfiguration.write(file, written));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        console.print("broker on " + cluster.broker().bootstrapServers());
        console.print("registry on " + cluster.registry().url());
        tellOfPage(ConfigurationLoader.load(Optional.empty(), Map.of(), written).configuration());
        console.print("configuration in " + configOut + "; stop with Ctrl-C");
        while (true) {
            Thread.sleep(LOOK.toMillis());
            keepAlive(cluster.registry());
        }
    }

    private void tellOfPage(Configuration configuration) {
        configuration
                .http()
                .flatMap(address -> configuration.page().map(page -> Page.url(address, address.port(), page)))
                .ifPresent(url -> console.print("live page on " + url + " once an instance runs"));
    }

    /**
     * Restarts the registry when its process has ended. The broker runs in this process, but the registry has its own
     * process, which may be killed or run out of memory.
     */
    private void keepAlive(EmbeddedRegistry registry) {
        registry.crashed().ifPresent(exit -> {
            console.say(
                    true, "the registry ended unexpectedly with exit code " + exit + "; restarting it with its data");
            registry.startAgain();
            console.say(true, "the registry is back on " + registry.url());
        });
    }

    private Map<String, String> written(String bootstrapServers, String registryUrl, Path state) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "registry.url",
                registryUrl,
                "state.dir",
                state.toString(),
                "topics.create",
                "true"));
        settings.forEach((key, value) -> {
            if (all.put(key, value) != null) {
                throw new CommandFailure("BAD_VALUE", "--set: " + key + " is determined by local", "--set");
            }
        });
        TRIED.forEach(all::putIfAbsent);
        ConfigurationLoader.load(Optional.empty(), Map.of(), all);
        return all;
    }
}
