package io.elmstream.page;

import static io.elmstream.support.Waiting.PATIENCE;
import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.Elmstream;
import io.elmstream.client.ModelControl;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.governor.Command;
import io.elmstream.http.HealthServer;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.ReadingFeed;
import io.elmstream.support.TestModels;
import io.elmstream.support.TestTopics;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topology.Topics;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium, served by an instance that runs on a real broker. */
class LivePageOnBrokerIT {

    private static final ModelId PRESS = new ModelId("press");
    private static final String TOKEN = "secret";

    /** The page shortens random ids. */
    private static final int SHOWN = 8;

    /** Version 1 says left of it, version 2 says right, which raises alerts. */
    private static final List<Float> READING = List.of(5f, 1f);

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final int port = LoopbackPort.free(RandomGenerator.getDefault());

    @TempDir
    Path folder;

    private record Instance(Elmstream elmstream, Page page, HealthServer server) implements AutoCloseable {

        @Override
        public void close() {
            server.close();
            page.close();
            elmstream.close();
        }
    }

    @Test
    void shouldTellTheLifeOfAModel() throws Exception {
        try (Browser browser = Browser.start();
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            TestTopics.create(broker.bootstrapServers(), Topics.standard(), 2);
            Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (ModelControl control =
                            new ModelControl(clients, Topics.standard(), registry, PATIENCE, Optional.empty());
                    ReadingFeed feed = feed(broker.bootstrapServers())) {
                tell(browser, broker, control, feed);
            }
        }
    }

    private void tell(Browser browser, EmbeddedBroker broker, ModelControl control, ReadingFeed feed) throws Exception {
        // Given
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> feeding = CompletableFuture.completedFuture(null);
        try (Instance first = instance(broker)) {
            accepted(control.publish(new VersionKey(PRESS, 1), TestModels.greater("press", 1), false));
            accepted(control.publish(new VersionKey(PRESS, 2), TestModels.smaller("press", 2), false));
            accepted(control.activate(new VersionKey(PRESS, 1)));
            await().until(() -> first.elmstream().health().isReady());
            feeding = CompletableFuture.runAsync(() -> feed.send(enough::get, 100));
            browser.open("http://127.0.0.1:" + port + "/page/#token=" + TOKEN, 1440, false);
            shows(browser, "#status", "press v1 scores");
            shows(browser, "#alerts", "No sensor is in alert.");

            // When a version that errs takes over
            accepted(control.activate(new VersionKey(PRESS, 2)));

            // Then
            shows(browser, "#changes", "press v2 is in force");
            shows(browser, "#alerts", "sensor-");

            // When it is rolled back by button
            browser.press("[data-action=rollback][data-model=press]");
            browser.press("#dialog button[value=yes]");

            // Then
            shows(browser, "#answer", "Accepted");
            browser.press("#dialog button[value=no]");
            shows(browser, "#changes", "press is rolled back to champion 1");
            shows(browser, "#alerts", "No sensor is in alert.");

            // When it takes over again, and is rolled back by command
            accepted(control.activate(new VersionKey(PRESS, 2)));
            shows(browser, "#alerts", "sensor-");
            String request = ModelControl.requestId();
            accepted(control.ask(new Command.Rollback(request, PRESS, 2, OptionalLong.empty())));

            // Then
            shows(browser, "#changes", "by request " + request.substring(0, SHOWN));
            shows(browser, "#alerts", "No sensor is in alert.");
            assertThat(browser.complaints()).isEmpty();
        } finally {
            enough.set(true);
            feeding.join();
        }

        // When the instance is away, and comes back
        shows(browser, "#link", "Cut off");
        try (Instance again = instance(broker)) {
            await().until(() -> again.elmstream().health().isReady());

            // Then
            shows(browser, "#link", "Live");
            shows(browser, "#changes", "press v2 is in force");
            assertThat(browser.complaints()).allMatch(text -> text.contains("Failed to load resource"));
            browser.leave();
        }
    }

    private ReadingFeed feed(String bootstrapServers) {
        String topic = Topics.standard().readings();
        int schema = registry.register(topic, SensorReading.getClassSchema());
        return new ReadingFeed(bootstrapServers, topic, schema, READING, new OutcomeAudit(TestModels.LABELS));
    }

    private Instance instance(EmbeddedBroker broker) {
        Configuration configuration = ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of(),
                        Map.ofEntries(
                                Map.entry("application.id", "pressing"),
                                Map.entry("instance.id", "press-1"),
                                Map.entry("bootstrap.servers", broker.bootstrapServers()),
                                Map.entry("registry.url", "http://127.0.0.1/not-asked"),
                                Map.entry("models.default", "press"),
                                Map.entry("alerts.labels", "right"),
                                Map.entry("governor.lead.ms", "200"),
                                Map.entry("state.dir", folder.resolve("state").toString()),
                                Map.entry("http.port", Integer.toString(port)),
                                Map.entry("page.enabled", "true"),
                                Map.entry("page.interval.ms", "500"),
                                Map.entry("page.token", TOKEN),
                                Map.entry("page.actions", "true")))
                .configuration();
        Path state = folder.resolve("state");
        Elmstream elmstream = Elmstream.start(configuration, registry, state);
        Page page = Page.start(configuration, configuration.page().orElseThrow(), registry, state);
        HealthServer server =
                HealthServer.start(configuration.http().orElseThrow(), elmstream, List.of(), List.of(page.site()));
        return new Instance(elmstream, page, server);
    }

    private static void accepted(Optional<ModelStatus> answer) {
        assertThat(answer.orElseThrow().getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    private static void shows(Browser browser, String selector, String text) {
        await().untilAsserted(() -> assertThat(browser.text(selector)).contains(text));
    }
}
