package io.elmstream.cli.offline;

import io.elmstream.batch.Rejection;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.client.ClusterId;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.PublishedModels;
import io.elmstream.data.OutputFile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.TopicReaders;
import io.elmstream.scoring.FilePrediction;
import io.elmstream.scoring.topic.Bound;
import io.elmstream.scoring.topic.RangeFile;
import io.elmstream.scoring.topic.TopicPrediction;
import io.elmstream.scoring.topic.TopicPrediction.Listener;
import io.elmstream.scoring.topic.TopicPrediction.Range;
import io.elmstream.scoring.topic.TopicPrediction.State;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.Rounding;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.OutputHeaders;
import io.elmstream.topology.inference.OutputSettings;
import io.elmstream.topology.inference.RangeModels;
import io.elmstream.topology.inference.RangeScorer;
import io.elmstream.topology.inference.RangeScorer.Outcomes;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ValueEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores a range of a topic, with a progress bar.
 *
 * @param connection to the cluster with the topics
 * @param topic the readings
 * @param from the beginning of the range
 * @param to its end, exclusive
 * @param model scores all readings; if empty, each reading is scored as the stream scores it
 */
public record PredictedTopic(
        Console console, Connection connection, String topic, Bound from, Bound to, Optional<ModelFile> model) {

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
     * @param toTopic topic of the predictions; empty if they are in a file
     * @param group consumer group that holds the progress; empty if they are in a file
     * @param out file with the predictions; empty if they are on a topic
     * @param rejectedFile file with the readings that could not be scored; empty if there are none, or the predictions
     *     are on a topic
     */
    public record Result(
            long readings,
            long predictions,
            long rejected,
            long resumed,
            double seconds,
            String topic,
            Optional<String> toTopic,
            Optional<String> group,
            Optional<String> out,
            Optional<String> rejectedFile) {}

    /** A run that has ended. */
    private record Ended(State state, long resumed, double seconds) {}

    /** Scores the range with the given models into some target. */
    private interface Scoring {
        State run(ModelIndex models, Listener listener, Function<Outcomes, RangeScorer> scorers) throws IOException;
    }

    /** Scores into a topic. */
    Result into(String target) throws IOException {
        Range range = new Range(topic, from, to, target, group(target));
        SchemaRegistry registry = connection.registry();
        Ended ended = score(
                registry,
                outputs().format().predictions(registry, List.of(target)).get(),
                new OutputHeaders(outputs(), target),
                (models, listener, scorers) -> new TopicPrediction(
                                new KafkaClients(connection.clients()), range, System::nanoTime, listener)
                        .run(scorers));
        return result(ended, Optional.of(target), Optional.of(range.group()), Optional.empty());
    }

    /** Scores into an Avro file. */
    Result into(OutputFile target) throws IOException {
        Ended ended = score(
                connection.registry(),
                // the file has the schema, and its records no content id
                new PredictionEncoder(0),
                new OutputHeaders(OutputSettings.AVRO, ""),
                (models, listener, scorers) -> new RangeFile(
                                new KafkaClients(connection.clients()),
                                topic,
                                from,
                                to,
                                target,
                                fingerprint(models),
                                listener)
                        .run(scorers));
        return result(ended, Optional.empty(), Optional.empty(), Optional.of(target.target()));
    }

    private Result result(Ended ended, Optional<String> toTopic, Optional<String> group, Optional<Path> out) {
        State state = ended.state();
        return new Result(
                state.readings(),
                state.predictions(),
                state.rejected(),
                ended.resumed(),
                ended.seconds(),
                topic,
                toTopic,
                group,
                out.map(Path::toString),
                out.filter(file -> state.rejected() > 0)
                        .map(FilePrediction::rejectedFile)
                        .map(Path::toString));
    }

    private OutputSettings outputs() {
        return connection.configuration().inference().outputs();
    }

    private Ended score(
            SchemaRegistry registry, ValueEncoder<ScoredReading> encoder, OutputHeaders headers, Scoring scoring)
            throws IOException {
        InferenceSettings settings = connection.configuration().inference();
        ForwardPass pass = ForwardPass.fastest();
        long start = System.nanoTime();
        try (ProgressBar bar = Progress.of("scoring", -1);
                RangeModels models = new RangeModels(pass, settings.modelsCacheBytes(), System::currentTimeMillis)) {
            ModelIndex index = model.map(file -> models.only(file.artefact().key(), file.bytes()))
                    .orElseGet(() -> models.all(
                            PublishedModels.topic(connection.clients(), connection.topics()),
                            connection.topics().models()));
            Optional<ModelId> defaultModel =
                    model.map(file -> file.artefact().id()).or(settings::defaultModel);
            RangeCompletion completion = new RangeCompletion(settings.mappings());
            Told told = new Told(bar);
            State state = scoring.run(
                    index,
                    told,
                    outcomes -> new RangeScorer(
                            pass,
                            settings.cache().rounding(),
                            index,
                            new TopicReaders(settings.mappings(), registry),
                            completion,
                            defaultModel,
                            encoder,
                            headers,
                            outcomes));
            return new Ended(state, told.resumed, (System.nanoTime() - start) / 1e9);
        }
    }

    /** Returns the same group for the same range, models, rounding and target, and another one otherwise. */
    private String group(String target) {
        String what = String.join(
                "\n",
                topic,
                from.toString(),
                to.toString(),
                target,
                model.map(file -> ArtefactFormat.digest(file.bytes())).orElse(""),
                rounding(),
                defaultModel());
        if (!outputs().equals(OutputSettings.AVRO)) {
            what += "\n" + outputs();
        }
        String digest = ArtefactFormat.digest(what.getBytes(StandardCharsets.UTF_8));
        return connection.configuration().applicationId() + "-predict-" + digest.substring(0, 12);
    }

    /** Returns the configured rounding of features, the same text for the same steps. */
    private String rounding() {
        Rounding steps = connection.configuration().inference().cache().rounding();
        return steps.all() + " " + new TreeMap<>(steps.byFeature());
    }

    /** Returns the model of readings that name none, which does not count if one model scores all. */
    private String defaultModel() {
        return connection
                .configuration()
                .inference()
                .defaultModel()
                .map(ModelId::value)
                .orElse("none");
    }

    /** Returns everything that decides about the predictions. */
    private Map<String, String> fingerprint(ModelIndex models) {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("cache.rounding", rounding());
        run.put("models.default", defaultModel());
        run.put("cluster", ClusterId.of(connection.clients()));
        run.put("topic", topic);
        run.put("--from", from.toString());
        run.put("--to", to.toString());
        run.put(
                "digest of the model file",
                model.map(file -> ArtefactFormat.digest(file.bytes())).orElse("none"));
        run.put(
                "timelines",
                models.snapshot().models().stream()
                        .map(served -> served.timeline().modelId() + " revision "
                                + served.timeline().revision())
                        .sorted()
                        .collect(Collectors.joining(", ")));
        run.put("form of the kernel", ForwardPass.fastest().toString());
        return run;
    }

    /** Shows what comes. */
    private final class Told implements Listener {

        private final ProgressBar bar;
        private long resumed = -1;
        private int named;

        private Told(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void committed(State state) {
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
