package io.elmstream.cli.cluster;

import io.elmstream.app.BuildInfo;
import io.elmstream.app.Elmstream;
import io.elmstream.app.HealthReport;
import io.elmstream.app.InstanceFolder;
import io.elmstream.app.RegistryWait;
import io.elmstream.cli.terminal.ClusterCheck;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.config.Configuration;
import io.elmstream.config.ServeSettings;
import io.elmstream.http.HealthServer;
import io.elmstream.http.InferenceServer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.page.Page;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one instance against a given cluster. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one instance against a Kafka cluster and a schema registry until stopped.",
        footer = {
            "",
            "Examples:",
            "  elmstream run --config elmstream.yaml",
            "  elmstream run --set bootstrap.servers=localhost:9092 \\",
            "      --set registry.url=http://localhost:8080/apis/registry/v3"
        })
public final class RunCommand implements Callable<Integer> {

    /** How long an instance waits for brokers when it starts. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Mixin
    private ConfigOptions config;

    private final Console console;

    public RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        config.openLog(console);
        Connection connection = new Connection(config.configuration());
        connection.configuration().http().ifPresent(HealthServer::requireFree);
        connection.configuration().serve().ifPresent(InferenceServer::requireFree);
        new ClusterCheck(connection.configuration()).awaitBrokers(PATIENCE, line -> console.say(true, line));
        Configuration configuration = connection.prepareTopics();
        var registry = new ApicurioSchemaRegistry(
                configuration.registryUrl(), configuration.registryClient(), Backoff.ofAMinute());
        if (configuration.awaitsRegistry()) {
            RegistryWait.untilItAnswers(
                    configuration, line -> console.say(true, line), health -> serving(configuration, health));
        }
        InstanceFolder folder = InstanceFolder.take(configuration.stateDirectory());
        Elmstream elmstream = Elmstream.start(configuration, registry, folder.path());
        Optional<InferenceServer> requests = configuration.serve().map(settings -> answering(settings, elmstream));
        Optional<Page> page = configuration
                .http()
                .flatMap(address -> configuration.page())
                .map(settings -> Page.start(configuration, settings, registry, folder.path()));
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            page.ifPresent(Page::close);
                            requests.ifPresent(InferenceServer::close);
                            elmstream.close();
                            folder.close();
                            closed.countDown();
                        },
                        "close-elmstream"));
        List<MeterBinder> metrics =
                requests.stream().map(InferenceServer::metrics).toList();
        Optional<HealthServer> health = configuration
                .http()
                .map(address -> HealthServer.start(
                        address,
                        elmstream,
                        metrics,
                        page.stream().map(Page::site).toList()));
        greet(configuration, health, requests);
        elmstream.awaitStop();
        if (elmstream.hasFailed()) {
            throw new CommandFailure("STOPPED", "stream threads failed repeatedly; see the log above for the cause");
        }
        closed.await();
        return 0;
    }

    private static Runnable serving(Configuration configuration, Supplier<HealthReport> health) {
        Optional<HealthServer> server = configuration.http().map(address -> HealthServer.start(address, health));
        return () -> server.ifPresent(HealthServer::close);
    }

    private static InferenceServer answering(ServeSettings settings, Elmstream elmstream) {
        return InferenceServer.start(
                settings,
                elmstream::index,
                () -> elmstream.health().isLive(),
                () -> elmstream.health().isReady(),
                BuildInfo.version());
    }

    private void greet(Configuration configuration, Optional<HealthServer> health, Optional<InferenceServer> requests) {
        console.print("running as " + configuration.applicationId() + " against " + configuration.bootstrapServers());
        console.print("scores with " + ForwardPass.choice().reason());
        health.ifPresent(server -> console.print("health and metrics on http://"
                + configuration.http().orElseThrow().host() + ":" + server.port() + "/health and /metrics"));
        health.ifPresent(server -> configuration
                .page()
                .ifPresent(page -> console.print("live page on http://"
                        + configuration.http().orElseThrow().host() + ":" + server.port() + "/page/"
                        + (page.token().isPresent() ? " (it asks for the value of page.token)" : ""))));
        requests.ifPresent(server -> console.print("answers requests on "
                + configuration.serve().orElseThrow().url(server.port()) + "/v2/models/MODEL/infer"));
    }
}
