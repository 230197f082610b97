package io.elmstream.bench;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.ServedVersion;
import java.util.List;
import java.util.function.Consumer;

/** What it costs to count something while a version scores, on one thread, with the rows and the model of Shuttle. */
public final class CountingBench {

    /**
     * A size of micro-batches.
     *
     * @param batch readings scored together
     * @param plain nanoseconds a reading without what is measured
     * @param counted nanoseconds a reading with it
     * @param alone nanoseconds a reading of what is measured alone
     */
    public record Result(int batch, double plain, double counted, double alone) {}

    /** What is counted. */
    public interface Counting {

        /** Returns how it is counted for a micro-batch. */
        Loops of(Scored scored);
    }

    /**
     * A micro-batch that is scored again and again.
     *
     * @param score scores it
     */
    record Scored(Elm elm, VersionKey key, VersionCounts counts, Rows<ReadyVersion> rows, Runnable score) {}

    /** Each handles the micro-batch once, as in {@link Result}. */
    record Loops(Runnable plain, Runnable counted, Runnable alone) {}

    private static final List<Integer> BATCHES = List.of(256, 16, 1);
    private static final int READINGS = 256;
    private static final double SECONDS = 6;

    private final Counting counting;
    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public CountingBench(Counting counting, Consumer<String> progress) {
        this.counting = counting;
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

    private Result measure(Elm elm, int size) {
        VersionCounts counts = new VersionCounts();
        VersionKey key = new VersionKey(new ModelId("shuttle"), 1);
        ReadyVersion version = new ReadyVersion(
                PackedClassifier.pack(elm), new ServedVersion(key, 1, elm.labels()), elm.featureNames(), counts);
        GroupScorer scorer = GroupScorer.withoutCache(ForwardPass.fastest(), Rounding.NONE);
        MicroBatch<ReadyVersion, String> batch = new MicroBatch<>();
        Rows<ReadyVersion> rows = batch.rowsFor(version, elm.featureNames().size());
        float[] values = KernelBench.values(size * rows.width(), 8);
        for (int i = 0; i < size; i++) {
            int at = rows.next();
            System.arraycopy(values, i * rows.width(), rows.values(), at, rows.width());
            batch.add(rows, "");
        }
        Loops loops = counting.of(new Scored(elm, key, counts, rows, () -> scorer.score(rows)));
        double[] times = BestTime.of(
                SECONDS,
                () -> repeat(size, loops.plain()),
                () -> repeat(size, loops.counted()),
                () -> repeat(size, loops.alone()));
        return new Result(size, times[0] / READINGS, times[1] / READINGS, times[2] / READINGS);
    }

    private static void repeat(int size, Runnable work) {
        for (int done = 0; done < READINGS; done += size) {
            work.run();
        }
    }
}
