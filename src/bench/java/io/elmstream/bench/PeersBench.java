package io.elmstream.bench;

import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Elmstream beside what people would use instead: the same readings, broker, model and machine, exactly once, each in a
 * process of its own. They take turns.
 */
public final class PeersBench {

    /**
     * How one of them did; medians of the rounds. Also its JSON.
     *
     * @param peer its name
     * @param perSecond readings a second, draining a topic
     * @param ratio Elmstream's readings a second to these, in the same round
     * @param cpuSeconds CPU seconds of its process for a million readings
     * @param p50 median latency in milliseconds at the steady rate, from when a reading was due to when a consumer of
     *     committed records has its prediction
     * @param p99 what 99 of 100 readings stay below
     * @param predictions checked, of all rounds
     * @param missing readings without a prediction
     * @param doubled readings with more than one prediction, by how many more
     * @param wrong predictions of another class than the reference computes
     */
    public record Result(
            String peer,
            double perSecond,
            double ratio,
            double cpuSeconds,
            double p50,
            double p99,
            long predictions,
            long missing,
            long doubled,
            long wrong) {}

    private record Drained(WarmDrain.Rate rate, PeerAudit.Found found) {}

    private record Round(Map<Peer, Drained> drained, Map<Peer, LatencyBench.Percentiles> latency) {}

    private static final long COMMIT_MILLIS = 100;

    /** Flink commits by checkpoints; at full load, a longer time between them is better for it. */
    private static final long CHECKPOINT_MILLIS = 1_000;

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final String IN = "peers-in";

    private final List<Peer> peers;
    private final int readings;
    private final int rounds;
    private final double perSecond;
    private final Duration measured;
    private final List<String> run;
    private final Consumer<String> progress;

    /**
     * @param peers who takes part; Elmstream always does
     * @param readings in the topic; a slow peer does not get to its end
     * @param rounds in which each takes a turn
     * @param perSecond readings a second, for latency
     * @param measured how long to measure throughput, and then latency, in a round
     * @param run the main class that runs an instance, and its first arguments
     * @param progress hears of each step
     */
    public PeersBench(
            List<Peer> peers,
            int readings,
            int rounds,
            double perSecond,
            Duration measured,
            List<String> run,
            Consumer<String> progress) {
        this.peers = peers;
        this.readings = readings;
        this.rounds = rounds;
        this.perSecond = perSecond;
        this.measured = measured;
        this.run = run;
        this.progress = progress;
    }

    /** Returns whether what the peers need is built. */
    public static boolean isBuilt(List<Peer> peers) {
        return peers.stream().filter(Peer::isForeign).allMatch(peer -> Files.isDirectory(PeerProcess.folder(peer)));
    }

    /** Starts a broker and a registry, and measures. */
    public List<Result> run() throws InterruptedException {
        byte[] artefact = BenchModel.artefact(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES);
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(artefact);
            PeerModel model = PeerModel.write(artefact, cluster.folder("model"));
            Preload preload =
                    new Preload(JobBench.FEATURES, cluster.registry().register(IN, SensorReading.getClassSchema()));
            progress.accept("preloading " + readings + " readings");
            cluster.createTopic(IN);
            preload.fill(cluster.clients(), IN, readings);
            PeerAudit audit = new PeerAudit(model.elm(), preload, readings);
            List<Round> all = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                Map<Peer, Drained> drained = new EnumMap<>(Peer.class);
                for (Peer peer : peers) {
                    drained.put(peer, drain(cluster, model, peer, "drain-" + round + "-" + peer, audit));
                }
                Map<Peer, LatencyBench.Percentiles> latency = new EnumMap<>(Peer.class);
                for (Peer peer : peers) {
                    latency.put(peer, latency(cluster, model, peer, "latency-" + round + "-" + peer, preload));
                }
                all.add(new Round(drained, latency));
            }
            return peers.stream().map(peer -> result(peer, all)).toList();
        }
    }

    private Drained drain(BenchCluster cluster, PeerModel model, Peer peer, String id, PeerAudit audit)
            throws InterruptedException {
        cluster.createTopic(id);
        long commitMillis = "flink".equals(peer.folder()) ? CHECKPOINT_MILLIS : COMMIT_MILLIS;
        WarmDrain.Rate rate;
        try (ChildProcess process =
                PeerProcess.start(peer, new PeerJob(id, IN, id, commitMillis), cluster, model, run)) {
            WarmDrain drain =
                    new WarmDrain(new Commits(cluster.admin(), id, process::check), process::cpuSeconds, readings);
            rate = drain.measure(drain.warmUp(), measured);
        }
        PeerAudit.Found found = audit.audit(cluster.clients(), id);
        cluster.deleteTopic(id);
        progress.accept(
                ("%s: %,.0f/s, %.1f CPU s a million, over %,d readings; of %,d predictions %d missing, %d doubled,"
                                + " %d wrong")
                        .formatted(
                                id,
                                rate.perSecond(),
                                rate.cpuSeconds(),
                                rate.readings(),
                                found.predictions(),
                                found.missing(),
                                found.doubled(),
                                found.wrong()));
        return new Drained(rate, found);
    }

    private LatencyBench.Percentiles latency(
            BenchCluster cluster, PeerModel model, Peer peer, String id, Preload preload) throws InterruptedException {
        cluster.createTopic(id + "-in");
        cluster.createTopic(id + "-out");
        PeerJob job = new PeerJob(id, id + "-in", id + "-out", COMMIT_MILLIS);
        try (ChildProcess process = PeerProcess.start(peer, job, cluster, model, run);
                SteadyStream stream = new SteadyStream(
                        cluster.clients(), job.in(), job.out(), preload, perSecond, SteadyStream.Observer.NONE)) {
            stream.send(WARM_UP);
            process.check();
            Histogram micros = stream.send(measured);
            LatencyBench.Percentiles percentiles = new LatencyBench.Percentiles(
                    micros.getValueAtPercentile(50) / 1000.0, micros.getValueAtPercentile(99) / 1000.0);
            progress.accept("%s: p50 %.1f ms, p99 %.1f ms".formatted(id, percentiles.p50(), percentiles.p99()));
            return percentiles;
        } finally {
            cluster.deleteTopic(id + "-in");
            cluster.deleteTopic(id + "-out");
        }
    }

    private static Result result(Peer peer, List<Round> rounds) {
        PeerAudit.Found found = rounds.stream()
                .map(round -> of(round.drained, peer).found)
                .reduce(new PeerAudit.Found(0, 0, 0, 0), PeerAudit.Found::plus);
        return new Result(
                peer.title(),
                Rounds.median(rounds, round -> of(round.drained, peer).rate.perSecond()),
                Rounds.median(
                        rounds,
                        round -> of(round.drained, Peer.ELMSTREAM).rate.perSecond()
                                / of(round.drained, peer).rate.perSecond()),
                Rounds.median(rounds, round -> of(round.drained, peer).rate.cpuSeconds()),
                Rounds.median(rounds, round -> of(round.latency, peer).p50()),
                Rounds.median(rounds, round -> of(round.latency, peer).p99()),
                found.predictions(),
                found.missing(),
                found.doubled(),
                found.wrong());
    }

    private static <T> T of(Map<Peer, T> figures, Peer peer) {
        return Objects.requireNonNull(figures.get(peer));
    }
}
