package io.elmstream.bench;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Drift;
import io.elmstream.quality.QualitySettings;
import io.elmstream.quality.QualitySketch;
import io.elmstream.quality.QualityWatch;
import io.elmstream.quality.QualityWindow;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.VersionCounts;
import io.elmstream.serving.VersionQuality;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.Cores;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Trained;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.Validation;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.ServedVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How soon a shift of one feature is found, and how often one is reported that is none, with the counts and the watch
 * of an instance and simulated time: 100 readings a second, drawn from the training rows of Shuttle.
 */
public final class DriftBench {

    /**
     * A shift.
     *
     * @param shift of the first feature, in standard deviations
     * @param trials how many streams
     * @param found how many of them had a drift reported within a day
     * @param minutes from the shift to the report, on average over those found; NaN if there are none
     */
    public record Found(double shift, int trials, int found, double minutes) {}

    /**
     * Streams without a shift.
     *
     * @param days how long they are together
     * @param reports how many drifts were reported
     * @param allowed how many were allowed
     */
    public record Quiet(double days, int reports, double allowed) {}

    static final int FEATURE = 0;

    private static final double[] SHIFTS = {0.05, 0.1, 0.2, 0.5, 1};
    private static final int TRIALS = 10;
    private static final int REPORT_SECONDS = 30;
    private static final int READINGS = 100 * REPORT_SECONDS;
    private static final int BATCH = 256;
    private static final QualitySettings SETTINGS = new QualitySettings(Duration.ofMinutes(10), 1);
    private static final int REPORTS_BEFORE = 3 * 20 + 1;
    private static final int REPORTS_AFTER = 2 * 60 * 24 / 6;
    private static final double DAYS = 5;

    private final Consumer<String> progress;
    private final List<float[]> rows = new ArrayList<>();
    private final double deviation;
    private final Elm elm;
    private final TrainingProfile profile;

    /** @param progress takes a line now and then */
    public DriftBench(Consumer<String> progress) {
        this.progress = progress;
        progress.accept("training on shuttle");
        TableSamples samples = TableSamples.toTrain(
                Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), Sample.SHUTTLE.trainingRows());
        samples.forEach((features, label) -> rows.add(features.clone()));
        Trained trained = ElmTrainer.train(
                samples,
                new TrainingPlan(64, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "bench"),
                new Validation.LeaveOneOut(),
                Cores.ONE);
        this.elm = trained.elm();
        this.profile = trained.calibration().profile().orElseThrow();
        double sum = 0;
        double squares = 0;
        for (float[] row : rows) {
            sum += row[FEATURE];
            squares += (double) row[FEATURE] * row[FEATURE];
        }
        double mean = sum / rows.size();
        this.deviation = Math.sqrt(squares / rows.size() - mean * mean);
    }

    /** One stream with its instance. */
    private final class Stream {

        private final VersionKey key = new VersionKey(new ModelId("shuttle"), 1);
        private final VersionCounts counts = new VersionCounts();
        private final VersionQuality quality = new VersionQuality(key, Contract.of(elm), profile);
        private final GroupScorer scorer = GroupScorer.withoutCache(ForwardPass.fastest(), Rounding.NONE);
        private final ReadyVersion version = new ReadyVersion(
                PackedClassifier.pack(elm), new ServedVersion(key, 1, elm.labels()), elm.featureNames(), counts);
        private final SplittableRandom random;
        private final QualityWatch watch;
        private QualitySketch last;
        private long seconds;

        Stream(long seed) {
            random = new SplittableRandom(seed);
            CountedQuality counted = quality.counted(counts);
            last = counted.counts();
            watch = new QualityWatch(counted.expectation(), SETTINGS, last, 0);
        }

        /** Reads and reports once. */
        List<Drift> report(double shift) {
            MicroBatch<ReadyVersion, String> batch = new MicroBatch<>();
            for (int read = 0; read < READINGS; read += BATCH) {
                Rows<ReadyVersion> group =
                        batch.rowsFor(version, elm.featureNames().size());
                for (int i = 0; i < Math.min(BATCH, READINGS - read); i++) {
                    int at = group.next();
                    System.arraycopy(rows.get(random.nextInt(rows.size())), 0, group.values(), at, group.width());
                    group.values()[at + FEATURE] += (float) (shift * deviation);
                    batch.add(group, "");
                }
                scorer.score(group);
                quality.add(group);
                batch.clear();
            }
            seconds += REPORT_SECONDS;
            QualitySketch now = quality.counted(counts).counts();
            Optional<QualityWindow> said = watch.add(now.minus(last), 1_000 * seconds);
            last = now;
            return said.map(QualityWindow::found).orElse(List.of());
        }
    }

    /** Measures how soon shifts are found; takes a minute or two. */
    public List<Found> found() {
        List<Found> all = new ArrayList<>();
        for (double shift : SHIFTS) {
            progress.accept("shift of " + shift + " standard deviations");
            int found = 0;
            double minutes = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                int reports = delay(new Stream(trial), shift);
                if (reports > 0) {
                    found++;
                    minutes += reports * REPORT_SECONDS / 60.0;
                }
            }
            all.add(new Found(shift, TRIALS, found, minutes / found));
        }
        return all;
    }

    /** Returns how many reports after the shift a drift is found; 0 if it is not. */
    private static int delay(Stream stream, double shift) {
        for (int i = 0; i < REPORTS_BEFORE; i++) {
            stream.report(0);
        }
        for (int i = 1; i <= REPORTS_AFTER; i++) {
            if (!stream.report(shift).isEmpty()) {
                return i;
            }
        }
        return 0;
    }

    /** Counts reports of drifts where there is none. */
    public Quiet quiet() {
        progress.accept("streams without a shift");
        int reports = 0;
        Stream stream = new Stream(-1);
        for (int i = 0; i < DAYS * 24 * 3600 / REPORT_SECONDS; i++) {
            reports += stream.report(0).size();
        }
        return new Quiet(DAYS, reports, DAYS * SETTINGS.falseAlarmsPerDay());
    }
}
