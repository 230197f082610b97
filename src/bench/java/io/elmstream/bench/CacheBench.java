package io.elmstream.bench;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.CacheUse;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.ServedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scoring with and without the cache of predictions, for several shares of readings that repeat. */
public final class CacheBench {

    /**
     * A model and a size of micro-batches.
     *
     * @param model what kind
     * @param batch readings scored together
     * @param points by the share of readings that repeat
     * @param breakEven the share of hits from which the cache saves time, on a line through the first and the last
     *     point; null if it never does
     */
    public record Result(
            String model,
            int batch,
            List<Point> points,
            @Nullable Double breakEven) {}

    /**
     * A share of readings that repeat.
     *
     * @param hits the share of readings that the cache answered
     * @param plain nanoseconds a reading without the cache
     * @param cached nanoseconds a reading with it
     */
    public record Point(double hits, double plain, double cached) {}

    private static final List<Integer> PERCENT = List.of(0, 50, 90, 99);
    private static final List<Integer> BATCHES = List.of(256, 1);
    private static final int CACHE_BYTES = 64 << 20;
    /** Different rows that repeat: more than the caches of a core hold. */
    private static final int REPEATING = 20_000;

    private static final int ROWS = 1 << 16;
    private static final int ROWS_A_CALL = 256;
    private static final double SECONDS = 4;

    private final Consumer<String> progress;
    /** Readings of the clock; the cache is shown a clock that stands still, so that it never switches itself off. */
    private long ticks;

    /** @param progress takes a line now and then */
    public CacheBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Takes about two minutes. */
    public List<Result> run() {
        progress.accept("training on shuttle");
        ReadyVersion shuttle = version("shuttle", ServeBench.shuttle());
        ReadyVersion large = version("large", KernelBench.elm(BenchLayer.DENSE, Activation.TANH, 64, 1024, 8));
        progress.accept("warming up");
        BATCHES.forEach(batch -> measure(shuttle, batch, 50));
        return Stream.concat(
                        BATCHES.stream().map(batch -> measure("Shuttle, 9x512x7, clip", shuttle, batch)),
                        BATCHES.stream().map(batch -> measure("64x1024x8, dense tanh", large, batch)))
                .toList();
    }

    private Result measure(String name, ReadyVersion version, int batch) {
        List<Point> points = new ArrayList<>();
        for (int percent : PERCENT) {
            progress.accept("measuring " + name + ", batch " + batch + ", " + percent + " % repeat");
            points.add(measure(version, batch, percent));
        }
        return new Result(name, batch, points, breakEven(points.get(0), points.get(points.size() - 1)));
    }

    /** Where the time with the cache, a line of the hits, meets the time without it. */
    static @Nullable Double breakEven(Point first, Point last) {
        double slope = (last.cached - first.cached) / (last.hits - first.hits);
        double plain = (first.plain + last.plain) / 2;
        double hits = Math.max(0, first.hits + (plain - first.cached) / slope);
        return slope < 0 && hits <= 1 ? hits : null;
    }

    private Point measure(ReadyVersion version, int batch, int percent) {
        long[] used = new long[2];
        Consumer<CacheUse> counting = use -> {
            used[0] += use.rows();
            used[1] += use.hits();
        };
        ForwardPass pass = ForwardPass.fastest();
        GroupScorer cached = new GroupScorer(pass, new CacheSettings(CACHE_BYTES, Rounding.NONE), this::tick, counting);
        double[] times = BestTime.of(
                SECONDS,
                new Readings(version, percent, GroupScorer.withoutCache(pass, Rounding.NONE), batch),
                new Readings(version, percent, cached, batch));
        return new Point((double) used[1] / used[0], times[0] / ROWS_A_CALL, times[1] / ROWS_A_CALL);
    }

    private long tick() {
        ticks += System.nanoTime();
        return 0;
    }

    private static ReadyVersion version(String id, Elm elm) {
        return new ReadyVersion(
                PackedClassifier.pack(elm),
                new ServedVersion(new VersionKey(new ModelId(id), 1), 1, elm.labels()),
                elm.featureNames(),
                new VersionCounts());
    }

    /** Scores readings, of which a share repeats. The others get another first feature each time. */
    private static final class Readings implements Runnable {

        private final GroupScorer scorer;
        private final int batchSize;
        private final ReadyVersion version;
        private final int width;
        private final float[] rows;
        private final boolean[] repeats = new boolean[ROWS];
        private final MicroBatch<ReadyVersion, String> batch = new MicroBatch<>();
        private int next;
        private int fresh;

        Readings(ReadyVersion version, int percent, GroupScorer scorer, int batchSize) {
            this.scorer = scorer;
            this.batchSize = batchSize;
            this.version = version;
            this.width = version.packed().inputs();
            this.rows = new float[ROWS * width];
            float[] known = KernelBench.values(REPEATING * width, 8);
            SplittableRandom random = new SplittableRandom(9);
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(known, random.nextInt(REPEATING) * width, rows, row * width, width);
                repeats[row] = random.nextInt(100) < percent;
            }
        }

        @Override
        public void run() {
            for (int row = 0; row < ROWS_A_CALL; row++) {
                add();
                if (batch.size() == batchSize) {
                    batch.drain(scorer::score, (reading, group, at) -> {}, (reading, group, at) -> {});
                }
            }
        }

        private void add() {
            if (!repeats[next]) {
                // a new number from 1 to 2
                rows[next * width] = Float.intBitsToFloat(Float.floatToIntBits(1f) + (fresh++ & 0x7F_FFFF));
            }
            Rows<ReadyVersion> group = batch.rowsFor(version, width);
            int start = group.next();
            System.arraycopy(rows, next * width, group.values(), start, width);
            batch.add(group, "");
            next = (next + 1) % ROWS;
        }
    }
}
