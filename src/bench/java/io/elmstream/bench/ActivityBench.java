package io.elmstream.bench;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.TaskLatency;
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

/** What it costs to count for reports and metrics what an instance does while it scores. */
public final class ActivityBench {

    /**
     * A size of micro-batches.
     *
     * @param batch readings scored together
     * @param plain nanoseconds a reading of scoring, and counting predictions
     * @param counted nanoseconds a reading of that, with scoring times and latency
     * @param alone nanoseconds a reading of counting scoring times and latency alone
     */
    public record Result(int batch, double plain, double counted, double alone) {}

    private static final List<Integer> BATCHES = List.of(256, 16, 1);
    private static final int READINGS = 256;
    private static final double SECONDS = 6;

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public ActivityBench(Consumer<String> progress) {
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
        TaskLatency latency = new InstanceActivity().latencyOfTask();
        Runnable plain = () -> {
            scorer.score(rows);
            predicted(counts, size);
        };
        Runnable counted = () -> {
            long start = System.nanoTime();
            scorer.score(rows);
            counts.scored(size, System.nanoTime() - start);
            predicted(counts, size);
            leave(latency, size);
        };
        Runnable alone = () -> {
            long start = System.nanoTime();
            counts.scored(size, System.nanoTime() - start);
            leave(latency, size);
        };
        double[] times =
                BestTime.of(SECONDS, () -> repeat(size, plain), () -> repeat(size, counted), () -> repeat(size, alone));
        return new Result(size, times[0] / READINGS, times[1] / READINGS, times[2] / READINGS);
    }

    private static void predicted(VersionCounts counts, int size) {
        for (int i = 0; i < size; i++) {
            counts.predicted(i % 3, ServedVersion.UNLABELLED, false);
        }
    }

    /** Latencies of 1 to 64 ms. */
    private static void leave(TaskLatency latency, int size) {
        for (int i = 0; i < size; i++) {
            latency.add(1 + (i * 31 & 63));
        }
        latency.addUp();
    }

    private static void repeat(int size, Runnable work) {
        for (int done = 0; done < READINGS; done += size) {
            work.run();
        }
    }
}
