package io.elmstream.bench;

import io.elmstream.app.Guarantee;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What batch size and linger do: the rate at which a full topic is drained under exactly-once, by batch size, and the latency of
 * a steady stream under at-least-once, by linger.
 */
public final class BatchingBench {

    static final List<Integer> SIZES = List.of(1, 4, 16, 64, 256, 1024);
    static final List<Integer> LINGERS = List.of(0, 1, 5, 20);

    private static final long READINGS = 400_000;
    private static final double PER_SECOND = 5_000;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(8);

    /** Readings a second when batches may be so large. */
    public record Size(int maxSize, double perSecond) {}

    /** Milliseconds at 5,000 readings a second when the oldest reading may wait so long. */
    public record Linger(int lingerMillis, double p50, double p99) {}

    /** The result; also its JSON. */
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
            return new Result(throughput(cluster), latency(cluster, readings));
        }
    }

    private List<Size> throughput(BenchCluster cluster) throws InterruptedException {
        Drain drain = new Drain(cluster, READINGS);
        drain(cluster, drain, "warm-up", 256);
        List<Size> sizes = new ArrayList<>();
        for (int size : SIZES) {
            sizes.add(new Size(size, drain(cluster, drain, "size-" + size, size)));
            progress.accept("batch.max.size %d: %,.0f readings/s".formatted(size, sizes.get(sizes.size() - 1).perSecond()));
        }
        return sizes;
    }

    private static double drain(BenchCluster cluster, Drain drain, String id, int size) throws InterruptedException {
        return drain.perSecond(
                Contender.ELMSTREAM,
                cluster.configuration(
                        id, Guarantee.EXACTLY_ONCE_V2, Map.of("topics.predictions", id, "batch.max.size", Integer.toString(size))),
                1);
    }

    private List<Linger> latency(BenchCluster cluster, Preload readings) throws InterruptedException {
        LatencyBench bench = new LatencyBench(PER_SECOND, WARM_UP, MEASURED, step -> {});
        List<Linger> lingers = new ArrayList<>();
        for (int linger : LINGERS) {
            LatencyBench.Percentiles millis = bench.measure(
                    cluster,
                    Contender.ELMSTREAM,
                    "linger-" + linger,
                    Guarantee.AT_LEAST_ONCE,
                    readings,
                    Map.of("batch.linger.ms", Integer.toString(linger)));
            lingers.add(new Linger(linger, millis.p50(), millis.p99()));
            progress.accept("batch.linger.ms %d: p50 %.1f ms, p99 %.1f ms".formatted(linger, millis.p50(), millis.p99()));
        }
        return lingers;
    }
}
