package io.elmstream.bench;

import io.elmstream.config.Guarantee;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What batch size and linger do: the rate at which a full topic is drained under exactly-once, by batch size, and the
 * latency of a steady stream under at-least-once, by batch size and by linger.
 */
public final class BatchingBench {

    static final List<Integer> SIZES = List.of(1, 4, 16, 64, 256, 1024);
    static final List<Integer> LINGERS = List.of(0, 1, 5, 20);

    private static final long READINGS = 400_000;
    private static final double PER_SECOND = 5_000;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(8);

    /**
     * When batches may be so large.
     *
     * @param maxSize readings of a batch
     * @param perSecond readings a second from a full topic
     * @param p50 milliseconds at 5,000 readings a second
     * @param p99 the same
     */
    public record Size(int maxSize, double perSecond, double p50, double p99) {}

    /**
     * When the oldest reading of a batch may wait so long.
     *
     * @param lingerMillis how long
     * @param p50 milliseconds at 5,000 readings a second
     * @param p99 the same
     */
    public record Linger(int lingerMillis, double p50, double p99) {}

    /**
     * The result; also its JSON.
     *
     * @param throughput by batch size
     * @param latency by linger
     */
    public record Result(List<Size> throughput, List<Linger> latency) {}

    private final Consumer<String> progress;

    /** @param progress hears of each step */
    public BatchingBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Starts a broker and a registry, and measures. */
    public Result run() throws InterruptedException {
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(BenchModel.artefact(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES));
            String topic = cluster.topics().readings();
            Preload readings =
                    new Preload(JobBench.FEATURES, cluster.registry().register(topic, SensorReading.getClassSchema()));
            progress.accept("preloading " + READINGS + " readings");
            readings.fill(cluster.clients(), topic, READINGS);
            return new Result(sizes(cluster, readings), lingers(cluster, readings));
        }
    }

    private List<Size> sizes(BenchCluster cluster, Preload readings) throws InterruptedException {
        Drain drain = new Drain(cluster, READINGS);
        drain(cluster, drain, "warm-up", 256);
        List<Size> sizes = new ArrayList<>();
        for (int size : SIZES) {
            double perSecond = drain(cluster, drain, "size-" + size, size);
            LatencyBench.Percentiles millis =
                    latency(cluster, readings, "steady-" + size, Map.of("batch.max.size", Integer.toString(size)));
            sizes.add(new Size(size, perSecond, millis.p50(), millis.p99()));
            progress.accept("batch.max.size %d: %,.0f readings/s, p50 %.1f ms, p99 %.1f ms"
                    .formatted(size, perSecond, millis.p50(), millis.p99()));
        }
        return sizes;
    }

    private static double drain(BenchCluster cluster, Drain drain, String id, int size) throws InterruptedException {
        Map<String, String> settings = Map.of("topics.predictions", id, "batch.max.size", Integer.toString(size));
        return drain.drain(Contender.ELMSTREAM, cluster.configuration(id, Guarantee.EXACTLY_ONCE_V2, settings), 1)
                .perSecond();
    }

    private List<Linger> lingers(BenchCluster cluster, Preload readings) throws InterruptedException {
        List<Linger> lingers = new ArrayList<>();
        for (int linger : LINGERS) {
            LatencyBench.Percentiles millis =
                    latency(cluster, readings, "linger-" + linger, Map.of("batch.linger.ms", Integer.toString(linger)));
            lingers.add(new Linger(linger, millis.p50(), millis.p99()));
            progress.accept(
                    "batch.linger.ms %d: p50 %.1f ms, p99 %.1f ms".formatted(linger, millis.p50(), millis.p99()));
        }
        return lingers;
    }

    private static LatencyBench.Percentiles latency(
            BenchCluster cluster, Preload readings, String id, Map<String, String> settings)
            throws InterruptedException {
        LatencyBench bench = new LatencyBench(PER_SECOND, WARM_UP, MEASURED, step -> {});
        return bench.measure(cluster, Contender.ELMSTREAM, id, Guarantee.AT_LEAST_ONCE, readings, settings);
    }
}
