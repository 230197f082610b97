package io.elmstream.bench;

import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether an instance keeps up with a constant load for long, with the same memory: a rate is sustained if the lag
 * grows by less than a hundredth of the load (ShuffleBench, Henning et al., ICPE 2024, section 4.3).
 */
public final class SustainedBench {

    /**
     * The instance at one moment. Also its JSON.
     *
     * @param seconds since the measurement began
     * @param lag readings in the topic that are not committed yet
     * @param megabytes of memory that its process holds; 0 where the system does not tell
     * @param cpuSeconds CPU seconds of its process for a million readings, since the moment before
     */
    public record Sample(double seconds, long lag, double megabytes, double cpuSeconds) {}

    /**
     * The result; also its JSON.
     *
     * @param drainedPerSecond readings a second that the instance drained before, at full load; 0 if it was not
     *     measured
     * @param wantedPerSecond readings a second that were to be sent
     * @param perSecond readings a second that arrived
     * @param lagSlope by how much the lag grew, as a share of the load: 0.01 means that of a hundred readings that
     *     arrived, one was left
     * @param lag readings in the topic that were not committed yet, the mean
     * @param megabytes of memory that the process held, the mean
     * @param memorySlope by how much that grew in an hour, as a share of the mean
     * @param cpuSeconds CPU seconds of the process for a million readings
     * @param sustained whether the lag grew by less than a hundredth of the load, and nearly all that was wanted
     *     arrived
     * @param samples one every five seconds
     */
    public record Result(
            double drainedPerSecond,
            double wantedPerSecond,
            double perSecond,
            double lagSlope,
            double lag,
            double megabytes,
            double memorySlope,
            double cpuSeconds,
            boolean sustained,
            List<Sample> samples) {}

    private record Moment(long nanos, long arrived, long committed, double cpuSeconds, double megabytes) {}

    private static final double SUSTAINED = 0.01;

    /** With fewer of the wanted readings, it was the sender that could not keep up. */
    private static final double ARRIVED = 0.98;

    private static final double LOAD = 0.5;
    private static final int PRELOADED = 8_000_000;
    private static final Duration DRAINED = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final long COMMIT_MILLIS = 100;
    private static final double MEGABYTE = 1 << 20;

    /** The topics of hours would fill the disk. */
    private static final Map<String, String> SHORT =
            Map.of("retention.bytes", String.valueOf(256 << 20), "segment.bytes", String.valueOf(64 << 20));

    private final OptionalInt perSecond;
    private final Duration measured;
    private final List<String> run;
    private final Consumer<String> progress;

    /**
     * @param perSecond readings a second; empty means half of what the instance drains
     * @param measured how long to measure, after two minutes of warm-up
     * @param run the main class that runs an instance, and its first arguments
     * @param progress hears of each step
     */
    public SustainedBench(OptionalInt perSecond, Duration measured, List<String> run, Consumer<String> progress) {
        this.perSecond = perSecond;
        this.measured = measured;
        this.run = run;
        this.progress = progress;
    }

    /** Starts a broker, a registry and an instance, and measures. */
    public Result run() throws InterruptedException {
        byte[] artefact = BenchModel.artefact(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES);
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(artefact);
            PeerModel model = PeerModel.write(artefact, cluster.folder("model"));
            Preload readings = new Preload(
                    JobBench.FEATURES, cluster.registry().register("sustained", SensorReading.getClassSchema()));
            double drained = perSecond.isPresent() ? 0 : drain(cluster, model, readings);
            double rate = perSecond.isPresent() ? perSecond.getAsInt() : LOAD * drained;
            return hold(cluster, model, readings, drained, rate);
        }
    }

    private double drain(BenchCluster cluster, PeerModel model, Preload readings) throws InterruptedException {
        progress.accept("preloading %,d readings, and draining them".formatted(PRELOADED));
        cluster.createTopic("full-in");
        cluster.createTopic("full-out");
        readings.fill(cluster.clients(), "full-in", PRELOADED);
        double rate;
        try (ChildProcess process = start(cluster, model, "full")) {
            WarmDrain drain =
                    new WarmDrain(new Commits(cluster.admin(), "full", process::check), process::cpuSeconds, PRELOADED);
            rate = drain.measure(drain.warmUp(), DRAINED).perSecond();
        }
        progress.accept("%,.0f readings a second at full load".formatted(rate));
        cluster.deleteTopic("full-in");
        cluster.deleteTopic("full-out");
        return rate;
    }

    private Result hold(BenchCluster cluster, PeerModel model, Preload readings, double drained, double rate)
            throws InterruptedException {
        String id = "sustained";
        cluster.createTopic(id + "-in", SHORT);
        cluster.createTopic(id + "-out", SHORT);
        List<Moment> moments = new ArrayList<>();
        try (ChildProcess process = start(cluster, model, id);
                SteadyFeed feed = new SteadyFeed(cluster.clients(), id + "-in", readings, rate)) {
            progress.accept("%,.0f readings a second: warming up for %d s, measuring for %d min"
                    .formatted(rate, WARM_UP.toSeconds(), measured.toMinutes()));
            Commits commits = new Commits(cluster.admin(), id, process::check);
            long start = System.nanoTime() + WARM_UP.toNanos();
            for (long due = start; due - start <= measured.toNanos(); due += EVERY.toNanos()) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                process.check();
                feed.check();
                Moment now = moment(cluster.admin(), commits, process, id);
                moments.add(now);
                if ((due - start) % Duration.ofMinutes(1).toNanos() == 0) {
                    progress.accept("%d min: lag %,d readings, %,.0f MB"
                            .formatted(
                                    Duration.ofNanos(due - start).toMinutes(),
                                    now.arrived - now.committed,
                                    now.megabytes));
                }
            }
        }
        return result(drained, rate, moments);
    }

    private ChildProcess start(BenchCluster cluster, PeerModel model, String id) {
        PeerJob job = new PeerJob(id, id + "-in", id + "-out", COMMIT_MILLIS);
        return PeerProcess.start(Peer.ELMSTREAM, job, cluster, model, run);
    }

    private static Moment moment(Admin admin, Commits commits, ChildProcess process, String id)
            throws InterruptedException {
        Map<TopicPartition, Long> read = commits.offsets();
        offsets(admin, id + "-in", OffsetSpec.earliest()).forEach((partition, earliest) -> {
            if (earliest > read.getOrDefault(partition, 0L)) {
                throw new IllegalStateException("the instance cannot keep up: readings of " + partition
                        + " were deleted before they were read. Give a lower --rate.");
            }
        });
        return new Moment(
                System.nanoTime(),
                sum(offsets(admin, id + "-in", OffsetSpec.latest())),
                sum(read),
                process.cpuSeconds(),
                process.residentBytes().orElse(0) / MEGABYTE);
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, String topic, OffsetSpec which)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < BenchCluster.PARTITIONS; partition++) {
            wanted.put(new TopicPartition(topic, partition), which);
        }
        try {
            Map<TopicPartition, Long> found = new HashMap<>();
            admin.listOffsets(wanted).all().get().forEach((partition, info) -> found.put(partition, info.offset()));
            return found;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the offsets of the topic " + topic + " cannot be read", e);
        }
    }

    private static Result result(double drained, double wanted, List<Moment> moments) {
        Moment first = moments.get(0);
        Moment last = moments.get(moments.size() - 1);
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            Moment before = moments.get(i - 1);
            Moment now = moments.get(i);
            samples.add(new Sample(
                    (now.nanos - first.nanos) / 1e9,
                    now.arrived - now.committed,
                    now.megabytes,
                    cpuSeconds(before, now)));
        }
        double rate = (last.arrived - first.arrived) * 1e9 / (last.nanos - first.nanos);
        Trend lag = Trend.of(samples.stream()
                .map(sample -> new Trend.Point(sample.seconds, sample.lag))
                .toList());
        Trend memory = Trend.of(samples.stream()
                .map(sample -> new Trend.Point(sample.seconds / 3600, sample.megabytes))
                .toList());
        return new Result(
                drained,
                wanted,
                rate,
                lag.slope() / rate,
                lag.mean(),
                memory.mean(),
                memory.mean() == 0 ? 0 : memory.slope() / memory.mean(),
                cpuSeconds(first, last),
                lag.slope() < SUSTAINED * rate && rate > ARRIVED * wanted,
                samples);
    }

    private static double cpuSeconds(Moment from, Moment to) {
        return (to.cpuSeconds - from.cpuSeconds) * 1e6 / Math.max(1, to.committed - from.committed);
    }
}
