package io.elmstream.cli;

import io.elmstream.app.OutputFile;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A cluster on this machine to try things against. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Runs a real Kafka broker and a real schema registry on free loopback ports of this machine, until it is"
                + " stopped, and writes a configuration file for the other commands.",
        footer = {
            "",
            "Examples:",
            "  elmstream local --config-out local.yaml",
            "  elmstream run --config local.yaml --set models.default=shuttle"
        })
final class LocalCommand implements Callable<Integer> {

    @Option(names = "--config-out", required = true, paramLabel = "FILE",
            description = "the configuration file to write; it is removed at the end")
    private Path configOut;

    @Option(names = "--data", paramLabel = "FOLDER",
            description = "keeps the data there for the next time (default: a temporary folder)")
    private Optional<Path> data = Optional.empty();

    private final Console console;

    LocalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.onlyErrors();
        OutputFile file = OutputFile.of("--config-out", configOut);
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), data);
        cluster.closeFirst(() -> Files.deleteIfExists(configOut));
        file.write(String.join(
                "\n",
                "bootstrap.servers: " + cluster.broker().bootstrapServers(),
                "registry.url: " + cluster.registry().url(),
                "state.dir: " + cluster.dataFolder().resolve("state"),
                "topics.create: true",
                ""));
        console.say(false, "broker on " + cluster.broker().bootstrapServers());
        console.say(false, "registry on " + cluster.registry().url());
        console.say(false, "configuration in " + configOut + "; stop with Ctrl-C");
        new CountDownLatch(1).await();
        return 0;
    }
}
