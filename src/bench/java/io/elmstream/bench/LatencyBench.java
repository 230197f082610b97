package io.elmstream.bench;

import io.elmstream.config.Configuration;
import io.elmstream.config.Guarantee;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long a reading takes from the moment it is due to the moment its outcome is read, at a steady rate, beside the
 * same through a topology that only passes bytes. The clock starts when a reading was due, not when it was sent, so
 * that a stall counts for every reading that it held up (no coordinated omission).
 */
public final class LatencyBench {

    /**
     * Milliseconds from when a reading was due to when its outcome was read.
     *
     * @param p50 the median
     * @param p99 what 99 of 100 readings stay below
     */
    public record Percentiles(double p50, double p99) {}

    /**
     * The result; also its JSON.
     *
     * @param rate readings a second
     * @param guarantee as the configuration names it
     * @param passThrough bytes passed through
     * @param job scored by Elmstream
     */
    public record Result(double rate, String guarantee, Percentiles passThrough, Percentiles job) {}

    private final double perSecond;
    private final Duration warmUp;
    private final Duration measured;
    private final Consumer<String> progress;

    /**
     * @param perSecond readings a second
     * @param warmUp not counted
     * @param measured counted
     * @param progress hears of each step
     */
    public LatencyBench(double perSecond, Duration warmUp, Duration measured, Consumer<String> progress) {
        this.perSecond = perSecond;
        this.warmUp = warmUp;
        this.measured = measured;
        this.progress = progress;
    }

    /** Starts a broker and a registry, and measures. */
    public Result run(Guarantee guarantee) throws InterruptedException {
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(BenchModel.artefact(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES));
            int schema = cluster.registry().register(cluster.topics().readings(), SensorReading.getClassSchema());
            Preload readings = new Preload(JobBench.FEATURES, schema);
            Percentiles bare = measure(cluster, Contender.PASS_THROUGH, "bare", guarantee, readings, Map.of());
            Percentiles job = measure(cluster, Contender.ELMSTREAM, "job", guarantee, readings, Map.of());
            return new Result(perSecond, guarantee.kafkaName(), bare, job);
        }
    }

    /** @param more settings of this run */
    Percentiles measure(
            BenchCluster cluster,
            Contender contender,
            String name,
            Guarantee guarantee,
            Preload readings,
            Map<String, String> more)
            throws InterruptedException {
        String id = "latency-" + name;
        Map<String, String> settings = new HashMap<>(Map.of(
                "topics.readings", id + "-in", "topics.predictions", id + "-out", "alerts.labels", BenchModel.ALARM));
        settings.putAll(more);
        Configuration configuration = cluster.configuration(id, guarantee, settings);
        cluster.createTopic(id + "-in");
        cluster.createTopic(id + "-out");
        try (KafkaStreams streams = contender.streams(configuration, cluster.registry(), cluster.folder(id));
                SteadyStream stream = new SteadyStream(
                        cluster.clients(), id + "-in", id + "-out", readings, perSecond, SteadyStream.Observer.NONE)) {
            streams.start();
            progress.accept(
                    id + ": warming up for " + warmUp.toSeconds() + " s, measuring for " + measured.toSeconds() + " s");
            stream.send(warmUp);
            Histogram micros = stream.send(measured);
            return new Percentiles(micros.getValueAtPercentile(50) / 1000.0, micros.getValueAtPercentile(99) / 1000.0);
        }
    }
}
