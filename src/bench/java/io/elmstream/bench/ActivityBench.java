package io.elmstream.bench;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.TaskLatency;
import io.elmstream.bench.CountingBench.Loops;
import io.elmstream.bench.CountingBench.Scored;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.ServedVersion;

/** Scoring times and latency, beside predictions, which are counted in any case. */
public final class ActivityBench implements CountingBench.Counting {

    @Override
    public Loops of(Scored scored) {
        VersionCounts counts = scored.counts();
        int size = scored.rows().count();
        TaskLatency latency = new InstanceActivity().latencyOfTask();
        return new Loops(
                () -> {
                    scored.score().run();
                    predicted(counts, size);
                },
                () -> {
                    long start = System.nanoTime();
                    scored.score().run();
                    counts.scored(size, System.nanoTime() - start);
                    predicted(counts, size);
                    leave(latency, size);
                },
                () -> {
                    long start = System.nanoTime();
                    counts.scored(size, System.nanoTime() - start);
                    leave(latency, size);
                });
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
}
