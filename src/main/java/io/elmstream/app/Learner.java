package io.elmstream.app;

import io.elmstream.config.Configuration;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.AskedSchemas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The learner of an instance. It can lag, stop or fail while readings are scored and commands judged: what is wrong
 * with it is a warning. It reads nothing before the models are known, because rows of an unknown model would be left
 * out.
 */
final class Learner implements AutoCloseable {

    private final KafkaStreams streams;
    private final ThreadFailures failures;
    private final ExecutorService solving = Executors.newSingleThreadExecutor(Elmstream.daemon("solve-models"));

    /** @param models the models that this instance serves; empty before they are known */
    Learner(
            Configuration configuration,
            AskedSchemas schemas,
            Path folder,
            String clusterId,
            Supplier<Optional<ModelIndex>> models) {
        LearningTopology.Setup setup = new LearningTopology.Setup(
                configuration.applicationId(),
                BuildInfo.version(),
                configuration.inference(),
                configuration.learner().learning(),
                models,
                configuration.learnerKey(clusterId));
        this.streams = new KafkaStreams(
                new LearningTopology(setup, schemas, solving).build(),
                StreamsProperties.learner(configuration, folder),
                StreamsClients.ofLearner(configuration.inference().mappings(), schemas));
        this.failures = new ThreadFailures("learner", SteadyTime.system(), () -> 0);
        streams.setUncaughtExceptionHandler(failures);
    }

    void start() {
        streams.pause();
        streams.start();
    }

    /** Begins to read. */
    void resume() {
        streams.resume();
    }

    KafkaStreams streams() {
        return streams;
    }

    /** Returns what is wrong with it, in words. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (streams.state() == State.ERROR) {
            notes.add("the learner has stopped after repeated failures, so models do not learn from here; restart this"
                    + " instance after mending the cause");
        }
        failures.recent().forEach(failure -> notes.add("a stream thread of the learner failed: " + failure.message()));
        return notes;
    }

    @Override
    public void close() {
        streams.close(Elmstream.leavingGroup());
        solving.shutdownNow();
    }
}
