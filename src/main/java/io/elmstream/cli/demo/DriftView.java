package io.elmstream.cli.demo;

import io.elmstream.cli.terminal.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints the steps of the demo with a drift, and a line of figures every few seconds. */
final class DriftView {

    private static final Duration EACH = Duration.ofSeconds(2);

    private final Console console;
    private final boolean json;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "drift-view");
        thread.setDaemon(true);
        return thread;
    });
    private int champion;

    DriftView(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    synchronized void step(String what) {
        console.text(json, String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - start) / 1e9, what));
    }

    /** Starts showing figures. */
    void follow(DriftCourse course, DriftWatch watch) {
        timer.scheduleAtFixedRate(
                () -> figures(course, watch), EACH.toMillis(), EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void figures(DriftCourse course, DriftWatch watch) {
        int to = (int) course.predictions();
        int from = Math.max(0, to - DriftResult.WINDOW);
        if (to == 0) {
            return;
        }
        if (watch.champion() != champion) {
            champion = watch.champion();
            step("version " + champion + " is the champion");
        }
        step(String.format(
                Locale.ROOT,
                "  %,d predicted; the last %d: accuracy %.1f %%, version 1 alone %.1f %%; drifts %d; rows learnt %,d",
                to,
                to - from,
                100 * course.accuracy(from, to),
                100 * course.accuracyOfFirst(from, to),
                watch.drifts().size(),
                watch.learnt()));
    }

    void stop() {
        timer.shutdownNow();
    }
}
