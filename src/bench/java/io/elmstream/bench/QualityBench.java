package io.elmstream.bench;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.Elm;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.VersionCounts;
import io.elmstream.serving.VersionQuality;
import io.elmstream.wire.ServedVersion;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** What it costs to count the quality of a version while it scores. */
public final class QualityBench {

    /**
     * A size of micro-batches.
     *
     * @param batch readings scored together
     * @param plain nanoseconds a reading of scoring without counting
     * @param counted nanoseconds a reading with it
     * @param alone nanoseconds a reading of counting alone
     */
    public record Result(int batch, double plain, double counted, double alone) {}

    private static final List<Integer> BATCHES = List.of(256, 16, 1);
    private static final int READINGS = 256;
    private static final double SECONDS = 6;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public QualityBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes about half a minute. */
    public List<Result> run() {
        progress.accept("training on shuttle");
        Elm elm = ServeBench.shuttle();
        return BATCHES.stream()
                .map(batch -> {
                    progress.accept("measuring, batch " + batch);
                    return measure(elm, batch);
                })
                .toList();
    }

    private static Result measure(Elm elm, int size) {
        VersionKey key = new VersionKey(new ModelId("shuttle"), 1);
        ReadyVersion version = new ReadyVersion(
                PackedClassifier.pack(elm),
                new ServedVersion(key, 1, elm.labels()),
                elm.featureNames(),
                new VersionCounts());
        VersionQuality quality = new VersionQuality(key, Contract.of(elm), profile(elm));
        GroupScorer scorer = GroupScorer.withoutCache(ForwardPass.fastest(), Rounding.NONE);
        MicroBatch<ReadyVersion, String> batch = new MicroBatch<>();
        Rows<ReadyVersion> rows = batch.rowsFor(version, elm.featureNames().size());
        float[] values = KernelBench.values(size * rows.width(), 8);
        for (int i = 0; i < size; i++) {
            int at = rows.next();
            System.arraycopy(values, i * rows.width(), rows.values(), at, rows.width());
            batch.add(rows, "");
        }
        double[] times = BestTime.of(
                SECONDS,
                () -> repeat(size, () -> scorer.score(rows)),
                () -> repeat(size, () -> {
                    scorer.score(rows);
                    quality.add(rows);
                }),
                () -> repeat(size, () -> quality.add(rows)));
        return new Result(size, times[0] / READINGS, times[1] / READINGS, times[2] / READINGS);
    }

    private static void repeat(int size, Runnable work) {
        for (int done = 0; done < READINGS; done += size) {
            work.run();
        }
    }

    /** Ten bins for each feature over the values of the rows. */
    private static TrainingProfile profile(Elm elm) {
        float[] edges = new float[9];
        float[] shares = new float[11];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = (e + 1) / 5f - 1;
        }
        Arrays.fill(shares, 0, 10, 0.1f);
        float[] labels = new float[elm.labels().size()];
        labels[0] = 1;
        List<FeatureBins> bins = Collections.nCopies(elm.featureNames().size(), new FeatureBins(edges, shares));
        return new TrainingProfile(1_000, bins, labels, 0, labels, 0, 0);
    }
}
