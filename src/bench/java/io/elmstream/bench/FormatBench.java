package io.elmstream.bench;

import static io.elmstream.bench.JobBench.CLASSES;
import static io.elmstream.bench.JobBench.FEATURES;
import static io.elmstream.bench.JobBench.UNITS;

import io.elmstream.bench.Drain.Drained;
import io.elmstream.config.Configuration;
import io.elmstream.config.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole job with readings in several formats, through a mapping: single readings, and many in a record. Each topic
 * is drained in turn by a topology that only passes its bytes through and by Elmstream, with one stream thread.
 */
public final class FormatBench {

    /**
     * The result for one topic; medians of the rounds.
     *
     * @param guarantee as the configuration names it
     * @param format of the readings
     * @param readingsInRecord 1 or more
     * @param bytesIn of a record's value
     * @param passThroughPerSecond readings a second, bytes passed through
     * @param jobPerSecond readings a second, scored, alerts watched
     * @param ratio of the two, in the same round
     * @param ofSingle the readings a second, of those of the same format with one reading in a record, in the same
     *     round
     * @param passThroughCpuSeconds CPU seconds that the stream thread takes for a million readings, passing bytes
     *     through
     * @param jobCpuSeconds the same for the job
     * @param jobAllocated bytes that the stream thread allocates a reading in the job
     */
    public record Result(
            String guarantee,
            String format,
            int readingsInRecord,
            int bytesIn,
            double passThroughPerSecond,
            double jobPerSecond,
            double ratio,
            double ofSingle,
            double passThroughCpuSeconds,
            double jobCpuSeconds,
            double jobAllocated) {}

    private final long readings;
    private final int rounds;
    private final int pack;
    private final Consumer<String> progress;

    /** A topic with its readings. */
    private record Load(BenchFormat format, int pack, Preload preload, List<Round> rounds) {

        String topic() {
            return "readings-" + format + "-" + pack;
        }
    }

    private record Round(Drained passed, Drained scored, double ofSingle) {}

    /**
     * @param readings to preload in each topic
     * @param rounds to measure after one that warms up
     * @param pack the readings of a record that has many
     * @param progress hears of each step
     */
    public FormatBench(long readings, int rounds, int pack, Consumer<String> progress) {
        this.readings = readings;
        this.rounds = rounds;
        this.pack = pack;
        this.progress = progress;
    }

    /** Starts a broker and a registry, and measures. */
    public List<Result> run(Guarantee guarantee, List<BenchFormat> formats) throws InterruptedException {
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(BenchModel.artefact(FEATURES, UNITS, CLASSES));
            List<Load> loads = new ArrayList<>();
            for (BenchFormat format : formats) {
                loads.add(load(cluster, format, 1));
                if (format.hasPacks() && pack > 1) {
                    loads.add(load(cluster, format, pack));
                }
            }
            for (int round = 0; round <= rounds; round++) {
                double single = Double.NaN;
                for (Load load : loads) {
                    Drained passed = drain(cluster, guarantee, load, Contender.PASS_THROUGH, "bare-" + round);
                    Drained scored = drain(cluster, guarantee, load, Contender.ELMSTREAM, "job-" + round);
                    single = load.pack == 1 ? scored.perSecond() : single;
                    progress.accept("%s, %s: pass-through %,.0f/s, job %,.0f/s, ratio %.2f, of single readings %.2f"
                            .formatted(
                                    round == 0 ? "warm-up" : "round " + round,
                                    load.topic(),
                                    passed.perSecond(),
                                    scored.perSecond(),
                                    scored.perSecond() / passed.perSecond(),
                                    scored.perSecond() / single));
                    if (round > 0) {
                        load.rounds.add(new Round(passed, scored, scored.perSecond() / single));
                    }
                }
            }
            return loads.stream().map(load -> result(guarantee, load)).toList();
        }
    }

    private Load load(BenchCluster cluster, BenchFormat format, int readingsInRecord) throws InterruptedException {
        String topic = "readings-" + format + "-" + readingsInRecord;
        Preload preload = Preload.of(
                format.writer(topic, BenchModel.featureNames(FEATURES), readingsInRecord, cluster.schemas()),
                FEATURES,
                readingsInRecord);
        Load load = new Load(format, readingsInRecord, preload, new ArrayList<>());
        progress.accept("preloading " + topic + " with " + readings + " readings");
        cluster.createTopic(topic);
        preload.fill(cluster.clients(), topic, readings / readingsInRecord);
        return load;
    }

    private Drained drain(BenchCluster cluster, Guarantee guarantee, Load load, Contender contender, String name)
            throws InterruptedException {
        String id = "bench-" + load.topic() + "-" + name;
        Configuration configuration = cluster.configuration(
                id,
                guarantee,
                Map.of(
                        "topics.predictions",
                        id,
                        "alerts.labels",
                        BenchModel.ALARM,
                        "readings",
                        load.format.mapping(load.topic(), load.pack)));
        return new Drain(cluster, readings / load.pack)
                .drain(contender, configuration, 1)
                .each(load.pack);
    }

    private static Result result(Guarantee guarantee, Load load) {
        return new Result(
                guarantee.kafkaName(),
                load.format.toString(),
                load.pack,
                load.preload.bytes(),
                Rounds.median(load.rounds, round -> round.passed.perSecond()),
                Rounds.median(load.rounds, round -> round.scored.perSecond()),
                Rounds.median(load.rounds, round -> round.scored.perSecond() / round.passed.perSecond()),
                Rounds.median(load.rounds, round -> round.ofSingle),
                Rounds.median(load.rounds, round -> round.passed.cpuSeconds()),
                Rounds.median(load.rounds, round -> round.scored.cpuSeconds()),
                Rounds.median(load.rounds, round -> round.scored.bytesPerReading()));
    }
}
