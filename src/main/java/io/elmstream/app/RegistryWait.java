package io.elmstream.app;

import io.elmstream.app.HealthReport.Tasks;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.readings.Format;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.ReadingSchemas;
import io.elmstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The wait of an instance that starts while its registry does not answer: the instance is live and reports on
 * {@code /health} what it waits for.
 */
public final class RegistryWait implements AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final Consumer<String> say;
    private Optional<HealthServer> health = Optional.empty();
    private Duration waited = Duration.ZERO;
    private Duration nextLine = Duration.ZERO;

    private RegistryWait(Configuration configuration, Consumer<String> say) {
        this.configuration = configuration;
        this.say = say;
    }

    /**
     * Returns when the registry has answered, immediately if it answers now; a schema is then registered.
     *
     * @param say receives a line at the beginning of the wait and then each minute
     * @throws IllegalStateException if the registry refuses the schema
     * @throws ConfigurationException if health cannot be served on the configured address
     */
    public static void untilItAnswers(Configuration configuration, Consumer<String> say) {
        try (RegistryWait wait = new RegistryWait(configuration, say)) {
            SchemaRegistry registry = new ApicurioSchemaRegistry(
                    configuration.registryUrl(), configuration.registryClient(), Backoff.withoutEnd(wait::pause));
            InferenceSettings inference = configuration.inference();
            List<String> own = inference.mappings().named(Format.ELMSTREAM);
            own.forEach(topic -> registry.offer(topic, ReadingSchemas.published()));
            if (own.isEmpty()) {
                inference
                        .outputs()
                        .format()
                        .predictions(registry, List.of(inference.topics().predictions()));
            }
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (health.isEmpty()) {
            health = configuration.http().map(address -> HealthServer.start(address, this::report, () -> "", () -> {}));
        }
        if (waited.compareTo(nextLine) >= 0) {
            say.accept("waiting for " + lack());
            nextLine = nextLine.plus(BETWEEN_LINES);
        }
        Backoff.SLEEP.of(duration);
        waited = waited.plus(duration);
    }

    private String lack() {
        return "the schema registry at " + configuration.registryUrl() + " to answer (registry.url)";
    }

    private HealthReport report() {
        Tasks none = new Tasks(0, List.of(), List.of(), Map.of(), List.of(), 0);
        return HealthReport.of(State.CREATED, State.CREATED, Set.of(lack()), none, Map.of());
    }

    @Override
    public void close() {
        health.ifPresent(HealthServer::close);
    }
}
