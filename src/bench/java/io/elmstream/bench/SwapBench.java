package io.elmstream.bench;

import io.elmstream.client.ModelControl;
import io.elmstream.client.PublishedModels;
import io.elmstream.client.StatusTopic;
import io.elmstream.config.Guarantee;
import io.elmstream.elm.Elm;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * What swaps cost a running stream: two instances, each a process of its own, score readings at a steady rate, for a
 * while with one champion, then with a new version published and made champion again and again, then again with one.
 * All predictions are held against the readings and the timeline.
 */
public final class SwapBench {

    private static final String HEAP = "256m";
    private static final int INSTANCES = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String APPLICATION = "swap";

    /**
     * How the stream went for a while.
     *
     * @param perSecond outcomes a second
     * @param p50 milliseconds from when a reading was due to when its outcome was read
     * @param p99 the same
     */
    public record Load(double perSecond, double p50, double p99) {}

    /**
     * The result; also its JSON.
     *
     * @param rate readings a second
     * @param guarantee as the configuration names it
     * @param swaps new champions
     * @param without swaps
     * @param with swaps
     * @param readings in all
     * @param lost readings without an outcome
     * @param duplicated outcomes beyond the first of a reading
     * @param stale predictions by a step that was not in force any more at their event time
     */
    public record Result(
            double rate,
            String guarantee,
            int swaps,
            Load without,
            Load with,
            long readings,
            long lost,
            long duplicated,
            long stale) {}

    /** The result, and what it rests on. */
    public record Run(Result result, OutcomeAudit.Report report, Timeline timeline) {}

    private final double perSecond;
    private final int swaps;
    private final Duration every;
    private final List<String> run;
    private final Consumer<String> progress;
    private final Elm elm = BenchModel.elm(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES);

    /**
     * @param perSecond readings a second
     * @param swaps new champions
     * @param every from one of them to the next, longer where the governor takes longer
     * @param run the main class that runs an instance, and its first arguments
     * @param progress hears of each step
     */
    public SwapBench(double perSecond, int swaps, Duration every, List<String> run, Consumer<String> progress) {
        this.perSecond = perSecond;
        this.swaps = swaps;
        this.every = every;
        this.run = run;
        this.progress = progress;
    }

    /**
     * Starts a broker, a registry and the instances, and measures.
     *
     * @param without for how long to measure without swaps, half before and half after
     * @param observer hears of every prediction, in the order of its partition
     */
    public Run run(Guarantee guarantee, Duration without, Consumer<Prediction> observer) throws InterruptedException {
        try (BenchCluster cluster = new BenchCluster();
                ModelControl control = cluster.control()) {
            cluster.createTopics(cluster.configuration(APPLICATION, guarantee, Map.of()));
            List<ChildProcess> workers = new ArrayList<>();
            try {
                for (int i = 0; i < INSTANCES; i++) {
                    workers.add(worker(cluster, guarantee, "worker-" + i));
                }
                progress.accept(INSTANCES + " instances start");
                BenchCluster.champion(control, 1, BenchModel.artefact(1, elm));
                awaitServing(cluster, workers);
                return measured(cluster, control, guarantee, without, observer);
            } finally {
                workers.forEach(ChildProcess::close);
            }
        }
    }

    private Run measured(
            BenchCluster cluster,
            ModelControl control,
            Guarantee guarantee,
            Duration without,
            Consumer<Prediction> observer) {
        SwapAudit audit = new SwapAudit(elm.labels(), observer);
        int schema = cluster.registry().register(cluster.topics().readings(), SensorReading.getClassSchema());
        Preload readings = new Preload(JobBench.FEATURES, schema, Optional.empty());
        Measured quiet = new Measured();
        Measured swapping = new Measured();
        try (SteadyStream stream = new SteadyStream(
                cluster.clients(),
                cluster.topics().readings(),
                cluster.topics().predictions(),
                readings,
                perSecond,
                audit)) {
            progress.accept("warming up for " + WARM_UP.toSeconds() + " s");
            stream.send(WARM_UP);
            progress.accept(without.dividedBy(2).toSeconds() + " s without swaps");
            quiet.send(stream, without.dividedBy(2));
            progress.accept(swaps + " swaps, one each " + every.toMillis() + " ms");
            CompletableFuture<Void> swapped = CompletableFuture.runAsync(() -> swap(control));
            swapping.send(stream, every.multipliedBy(swaps));
            while (!swapped.isDone()) {
                swapping.send(stream, every);
            }
            swapped.join();
            progress.accept(without.dividedBy(2).toSeconds() + " s without swaps");
            quiet.send(stream, without.dividedBy(2));
        }
        Timeline timeline =
                PublishedModels.read(cluster.clients(), cluster.topics()).timeline(new ModelId(BenchModel.ID));
        OutcomeAudit.Report report = audit.report();
        Result result = new Result(
                perSecond,
                guarantee.kafkaName(),
                swaps,
                quiet.load(),
                swapping.load(),
                report.readings(),
                report.lost(),
                report.duplicated(),
                audit.stale(timeline));
        return new Run(result, report, timeline);
    }

    /** Versions differ in a hair of the temperature: only their shape costs time. */
    private void swap(ModelControl control) {
        long start = System.nanoTime();
        for (int i = 0; i < swaps; i++) {
            long due = start + i * every.toNanos();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            Elm other = new Elm(
                    elm.featureNames(),
                    elm.labels(),
                    elm.standardiser(),
                    elm.hidden(),
                    elm.beta(),
                    elm.temperature() * (1 + (i + 1) * 1e-6),
                    elm.provenance());
            BenchCluster.champion(control, i + 2, BenchModel.artefact(i + 2, other));
        }
    }

    private ChildProcess worker(BenchCluster cluster, Guarantee guarantee, String name) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "application.id",
                APPLICATION,
                "instance.id",
                name,
                "bootstrap.servers",
                String.valueOf(cluster.clients().get("bootstrap.servers")),
                "registry.url",
                cluster.registryUrl(),
                "guarantee",
                guarantee.kafkaName(),
                "models.default",
                BenchModel.ID,
                "alerts.labels",
                BenchModel.ALARM,
                "http.port",
                "0",
                "state.dir",
                cluster.folder(name).toString()));
        try {
            Files.createDirectories(cluster.folder(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Worker.start(run, HEAP, settings, cluster.folder(name).resolve("log.txt"));
    }

    private static void awaitServing(BenchCluster cluster, List<ChildProcess> workers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (serving(cluster) < INSTANCES) {
            if (System.nanoTime() > deadline || workers.stream().anyMatch(worker -> !worker.isAlive())) {
                throw new IllegalStateException("the instances did not begin to serve");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static long serving(BenchCluster cluster) {
        long now = System.currentTimeMillis();
        return StatusTopic.read(cluster.clients(), cluster.topics(), now).live(now).stream()
                .filter(report -> StatusTopic.model(report, new ModelId(BenchModel.ID))
                        .filter(model -> model.serving().isPresent())
                        .isPresent())
                .count();
    }

    /** Times of one kind of stretch, put together. */
    private static final class Measured {

        private final Histogram micros = new Histogram(3);
        private long nanos;

        void send(SteadyStream stream, Duration duration) {
            long start = System.nanoTime();
            micros.add(stream.send(duration));
            nanos += System.nanoTime() - start;
        }

        Load load() {
            return new Load(
                    micros.getTotalCount() * 1e9 / nanos,
                    micros.getValueAtPercentile(50) / 1000.0,
                    micros.getValueAtPercentile(99) / 1000.0);
        }
    }
}
