package io.elmstream.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Progress bars on stderr if it is a terminal; otherwise nothing is printed. */
public final class Progress {

    private static final int EVERY_MILLIS = 200;
    private static final long KILOBYTE = 1_000;
    private static final long MEGABYTE = 1_000_000;

    private Progress() {}

    /** @param total number of steps, or -1 if unknown */
    public static ProgressBar of(String task, long total) {
        return of(task, () -> total);
    }

    /** @param total number of bytes */
    public static ProgressBar ofBytes(String task, long total) {
        long unit = unit(total);
        return builder(task, () -> total)
                .setUnit(unit == KILOBYTE ? " kB" : " MB", unit)
                .build();
    }

    /** Returns the unit, in bytes, in which a number of bytes has several digits if possible. */
    static long unit(long total) {
        return total < 10 * MEGABYTE ? KILOBYTE : MEGABYTE;
    }

    /** @param total counts the steps; called only if stderr is a terminal */
    public static ProgressBar of(String task, LongSupplier total) {
        return builder(task, total).build();
    }

    private static ProgressBarBuilder builder(String task, LongSupplier total) {
        PrintStream target = System.console() == null
                ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
                : System.err;
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(System.console() == null ? -1 : total.getAsLong())
                .setUpdateIntervalMillis(EVERY_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(target));
    }
}
