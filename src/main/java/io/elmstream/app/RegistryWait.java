package io.elmstream.app;

import io.elmstream.app.HealthReport.Tasks;
import io.elmstream.config.Configuration;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The wait of an instance that starts while its registry does not answer: the instance is live and reports on
 * {@code /health} what it waits for.
 */
public final class RegistryWait implements AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final Consumer<String> say;
    private final Function<Supplier<HealthReport>, Runnable> serve;
    private Optional<Runnable> served = Optional.empty();
    private Duration waited = Duration.ZERO;
    private Duration nextLine = Duration.ZERO;

    private RegistryWait(
            Configuration configuration, Consumer<String> say, Function<Supplier<HealthReport>, Runnable> serve) {
        this.serve = serve;
        this.configuration = configuration;
        this.say = say;
    }

    /**
     * Returns when the registry has answered, immediately if it answers now; a schema is then registered.
     *
     * @param say receives a line at the beginning of the wait and then each minute
     * @param serve serves health while it waits, and returns how to stop that
     * @throws IllegalStateException if the registry refuses the schema
     */
    public static void untilItAnswers(
            Configuration configuration, Consumer<String> say, Function<Supplier<HealthReport>, Runnable> serve) {
        try (RegistryWait wait = new RegistryWait(configuration, say, serve)) {
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
        if (served.isEmpty()) {
            served = Optional.of(serve.apply(this::report));
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
        served.ifPresent(Runnable::run);
    }
}
