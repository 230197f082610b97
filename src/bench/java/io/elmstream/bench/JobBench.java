package io.elmstream.bench;

import io.elmstream.config.Configuration;
import io.elmstream.config.Guarantee;
import io.elmstream.elm.Elm;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.wire.avro.SensorReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole job against the bare engine: the same readings, broker and Kafka properties, one stream thread, drained in
 * turn by a topology that only passes bytes through, by Elmstream, by Elmstream without alerts, and once by
 * hand-written code.
 */
public final class JobBench {

    /** Features, hidden units and classes of the model. */
    static final int FEATURES = 48;

    static final int UNITS = 512;
    static final int CLASSES = 6;

    private static final double NAIVE_SHARE = 0.1;

    /**
     * The result for one guarantee; medians of the rounds.
     *
     * @param guarantee as the configuration names it
     * @param passThroughPerSecond readings a second, bytes passed through
     * @param jobPerSecond readings a second, scored, alerts watched
     * @param ratio of the two, in the same round
     * @param perReadingEjmlPerSecond readings a second, the stock serde and EJML one reading at a time
     * @param bytesIn of a reading's value
     * @param bytesOut of a prediction's value
     * @param alerts the share of the job's time that watching for alerts takes, of healthy sensors
     * @param passThroughAllocated bytes that the stream thread allocates a reading, passing bytes through: Kafka's own
     *     objects
     * @param jobAllocated the same for the job
     * @param passThroughCpuSeconds CPU seconds that the stream thread takes for a million readings, passing bytes
     *     through
     * @param jobCpuSeconds the same for the job
     */
    public record Result(
            String guarantee,
            double passThroughPerSecond,
            double jobPerSecond,
            double ratio,
            double perReadingEjmlPerSecond,
            int bytesIn,
            int bytesOut,
            double alerts,
            double passThroughAllocated,
            double jobAllocated,
            double passThroughCpuSeconds,
            double jobCpuSeconds) {}

    private record Round(Drain.Drained passed, Drain.Drained scored, Drain.Drained quiet) {

        double ratio() {
            return scored.perSecond() / passed.perSecond();
        }
    }

    private final long readings;
    private final int rounds;
    private final Consumer<String> progress;

    /**
     * @param readings to preload
     * @param rounds to measure after one that warms up
     * @param progress hears of each step
     */
    public JobBench(long readings, int rounds, Consumer<String> progress) {
        this.readings = readings;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Starts a broker and a registry, and measures. */
    public Result run(Guarantee guarantee) throws InterruptedException {
        byte[] artefact = BenchModel.artefact(FEATURES, UNITS, CLASSES);
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(artefact);
            String topic = cluster.topics().readings();
            Preload preload = new Preload(FEATURES, cluster.registry().register(topic, SensorReading.getClassSchema()));
            progress.accept("preloading " + readings + " readings");
            preload.fill(cluster.clients(), topic, readings);
            return measure(cluster, guarantee, preload, elm(artefact));
        }
    }

    private Result measure(BenchCluster cluster, Guarantee guarantee, Preload preload, Elm elm)
            throws InterruptedException {
        Drain drain = new Drain(cluster, readings);
        List<Round> measured = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Round now = new Round(
                    drain.drain(Contender.PASS_THROUGH, configuration(cluster, guarantee, "bare", round, true), 1),
                    drain.drain(Contender.ELMSTREAM, configuration(cluster, guarantee, "job", round, true), 1),
                    drain.drain(Contender.ELMSTREAM, configuration(cluster, guarantee, "quiet", round, false), 1));
            progress.accept("%s: pass-through %,.0f/s, job %,.0f/s, ratio %.2f"
                    .formatted(
                            round == 0 ? "warm-up" : "round " + round,
                            now.passed.perSecond(),
                            now.scored.perSecond(),
                            now.ratio()));
            if (round > 0) {
                measured.add(now);
            }
        }
        progress.accept("the way one would write it by hand");
        double naive = drain.drain(
                        new NaiveContender(elm, cluster.registryUrl()),
                        configuration(cluster, guarantee, "naive", 0, false),
                        NAIVE_SHARE)
                .perSecond();
        return new Result(
                guarantee.kafkaName(),
                Rounds.median(measured, round -> round.passed.perSecond()),
                Rounds.median(measured, round -> round.scored.perSecond()),
                Rounds.median(measured, Round::ratio),
                naive,
                preload.bytes(),
                PredictionBytes.of(elm),
                Rounds.median(measured, round -> 1 - round.scored.perSecond() / round.quiet.perSecond()),
                Rounds.median(measured, round -> round.passed.bytesPerReading()),
                Rounds.median(measured, round -> round.scored.bytesPerReading()),
                Rounds.median(measured, round -> round.passed.cpuSeconds()),
                Rounds.median(measured, round -> round.scored.cpuSeconds()));
    }

    private static Configuration configuration(
            BenchCluster cluster, Guarantee guarantee, String name, int round, boolean alerts) {
        String id = "bench-" + name + "-" + round;
        Map<String, String> settings = new HashMap<>(Map.of("topics.predictions", id));
        if (alerts) {
            settings.put("alerts.labels", BenchModel.ALARM);
        }
        return cluster.configuration(id, guarantee, settings);
    }

    private static Elm elm(byte[] artefact) {
        try {
            return ArtefactFormat.read(artefact).elm();
        } catch (ArtefactException e) {
            throw new IllegalStateException("the bench model cannot be read", e);
        }
    }
}
