package io.elmstream.cli;

import io.elmstream.app.Configuration;
import io.elmstream.app.Elmstream;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The processor against a given cluster. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one instance against a Kafka cluster and a schema registry, until it is stopped.",
        footer = {
            "",
            "Examples:",
            "  elmstream run --config elmstream.yaml",
            "  elmstream run --set bootstrap.servers=localhost:9092 \\",
            "      --set registry.url=http://localhost:8080/apis/registry/v3"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = config.configuration();
        var registry = new ApicurioSchemaRegistry(
                configuration.registryUrl(), configuration.registryClient(), Backoff.ofAMinute());
        Elmstream elmstream = Elmstream.start(configuration, registry, configuration.stateDirectory());
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            elmstream.close();
            closed.countDown();
        }, "close-elmstream"));
        console.say(false, "running as " + configuration.applicationId() + " against " + configuration.bootstrapServers());
        elmstream.awaitStop();
        if (elmstream.hasFailed()) {
            throw new CommandFailure("STOPPED", "stream threads kept failing; the log above says why");
        }
        closed.await();
        return 0;
    }
}
