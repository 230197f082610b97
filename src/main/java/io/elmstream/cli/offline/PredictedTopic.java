package io.elmstream.cli.offline;

import io.elmstream.batch.Rejection;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.PublishedModels;
import io.elmstream.config.Configuration;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.scoring.topic.Bound;
import io.elmstream.scoring.topic.TopicPrediction;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.inference.RangeModels;
import io.elmstream.topology.inference.RangeScorer;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores a range of a topic into another topic.
 *
 * @param connection to the cluster with both topics
 * @param topic the readings
 * @param from the beginning of the range
 * @param to its end, exclusive
 * @param target the topic for the predictions
 * @param model scores all readings; if empty, each reading is scored as the stream scores it
 */
public record PredictedTopic(
        Console console,
        Connection connection,
        String topic,
        Bound from,
        Bound to,
        String target,
        Optional<ModelFile> model) {

    /** How many readings that cannot be scored are named. */
    private static final int MOST_NAMED = 10;

    /**
     * The result, also its JSON.
     *
     * @param readings number of offsets in the range
     * @param predictions number of predictions written, by all runs of this range
     * @param rejected number of readings that could not be scored, by all runs
     * @param resumed number of offsets that earlier runs had finished
     * @param seconds duration of this run
     * @param topic topic of the readings
     * @param toTopic topic of the predictions
     * @param group consumer group that holds the progress
     */
    public record Result(
            long readings,
            long predictions,
            long rejected,
            long resumed,
            double seconds,
            String topic,
            String toTopic,
            String group) {}

    Result run() throws IOException {
        Configuration configuration = connection.configuration();
        Path folder = Files.createTempDirectory("elmstream-models");
        try {
            ForwardPass pass = ForwardPass.fastest();
            RangeModels models = new RangeModels(
                    pass, folder, configuration.inference().modelsCacheBytes(), System::currentTimeMillis);
            ModelIndex index = model.map(file -> models.only(file.artefact().key(), file.bytes()))
                    .orElseGet(() -> models.all(
                            PublishedModels.topic(connection.clients(), connection.topics()),
                            connection.topics().models()));
            Optional<ModelId> defaultModel = model.map(file -> file.artefact().id())
                    .or(() -> configuration.inference().defaultModel());
            SchemaRegistry registry = connection.registry();
            PredictionEncoder encoder = new PredictionEncoder(registry.register(target, Prediction.getClassSchema()));
            TopicPrediction.Range range = new TopicPrediction.Range(topic, from, to, target, group());
            long start = System.nanoTime();
            try (ProgressBar bar = Progress.of("scoring", -1)) {
                Told told = new Told(bar);
                TopicPrediction.State state = new TopicPrediction(
                                new KafkaClients(connection.clients()), range, System::nanoTime, told)
                        .run(outcomes -> new RangeScorer(
                                pass, index, new ReadingDecoder(registry), defaultModel, encoder, outcomes));
                return new Result(
                        state.readings(),
                        state.predictions(),
                        state.rejected(),
                        told.resumed,
                        (System.nanoTime() - start) / 1e9,
                        topic,
                        target,
                        range.group());
            }
        } finally {
            delete(folder);
        }
    }

    /** Returns the same group for the same range, models and target, and another one otherwise. */
    private String group() {
        String what = String.join(
                "\n",
                topic,
                from.toString(),
                to.toString(),
                target,
                model.map(file -> ArtefactFormat.digest(file.bytes())).orElse(""));
        String digest = ArtefactFormat.digest(what.getBytes(StandardCharsets.UTF_8));
        return connection.configuration().applicationId() + "-predict-" + digest.substring(0, 12);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Shows what comes. */
    private final class Told implements TopicPrediction.Listener {

        private final ProgressBar bar;
        private long resumed = -1;
        private int named;

        private Told(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void committed(TopicPrediction.State state) {
            resumed = resumed < 0 ? state.done() : resumed;
            bar.maxHint(state.readings());
            bar.stepTo(state.done());
        }

        @Override
        public void rejected(RecordMetadata reading, Rejection reason, String detail) {
            if (named++ < MOST_NAMED) {
                console.say(
                        true,
                        String.format(
                                Locale.ROOT,
                                "partition %d, offset %,d: %s, %s",
                                reading.partition(),
                                reading.offset(),
                                reason,
                                detail.isEmpty() ? reason.explanation() : detail));
            }
        }
    }
}
