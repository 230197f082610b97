package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.CsvSamples;
import io.elmstream.training.ElmTrainer;
import java.util.Locale;

/** Refuses a training that the heap has no room for, before it starts. */
final class TrainingMemory {

    private static final long MEBIBYTE = 1 << 20;

    /** What a command takes besides: classes, buffers, the rest of the young generation. */
    private static final long BASE = 96 * MEBIBYTE;

    private TrainingMemory() {}

    static void require(int units, CsvSamples rows) {
        require(units, rows.labels().size(), rows.rows(), Runtime.getRuntime().maxMemory());
    }

    /** @param heap bytes that the heap may grow to */
    static void require(int units, int classes, long rows, long heap) {
        long needed = BASE + ElmTrainer.memory(units, classes, rows);
        if (needed <= heap) {
            return;
        }
        int fitting = units;
        while (fitting > 1 && BASE + ElmTrainer.memory(fitting, classes, rows) > heap) {
            fitting--;
        }
        throw new CommandFailure(
                "NOT_ENOUGH_MEMORY",
                String.format(
                        Locale.ROOT,
                        "--hidden: %,d hidden units on %,d rows need a heap of about %,d MB, and it may grow to %,d MB."
                                + " Set HEAP_OPTS=-Xmx%dm if this machine has the memory, or use %,d hidden units or"
                                + " fewer",
                        units,
                        rows,
                        megabytes(needed),
                        heap / MEBIBYTE,
                        megabytes(needed),
                        fitting),
                "--hidden");
    }

    /** Returns the number of units, or half of it and so on, such that any number of rows fits into the heap. */
    static int mostUnits(int units) {
        int most = units;
        while (most > 256
                && BASE + ElmTrainer.memory(most, 32, Long.MAX_VALUE)
                        > Runtime.getRuntime().maxMemory()) {
            most /= 2;
        }
        return most;
    }

    private static long megabytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
