package io.elmstream.cli.demo;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Panel;
import io.elmstream.rollout.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Shows the progress of the demo: a line for each step and, on a terminal, a panel of figures below them that is
 * redrawn continuously. Without a terminal the figures are printed as a line every few seconds.
 */
final class DemoView {

    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final int REDRAWS_PER_LINE = 8;
    private static final double SMOOTHING = 0.2;

    private final Panel panel;
    private final long start = System.nanoTime();
    private final long began = System.currentTimeMillis();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-view");
        thread.setDaemon(true);
        return thread;
    });
    private boolean hasFigures;
    private long lastPredictions;
    private long lastTime;
    private double perSecond;
    private long lastShown;
    private int redraws;

    DemoView(Console console, boolean json) {
        this.panel = new Panel(text -> console.draw(json, text), System.console() != null && !json);
    }

    /** Returns the start of the demo, in epoch milliseconds. */
    long began() {
        return began;
    }

    /** Prints one step. */
    synchronized void step(String what) {
        panel.above(format("%5.1f s  %s", seconds(), what));
    }

    /** Shows activity on a terminal until there are figures. */
    void busy(String what, int aboutSeconds) {
        if (panel.isLive()) {
            timer.scheduleAtFixedRate(() -> busyLine(what, aboutSeconds), 0, REDRAW.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void busyLine(String what, int aboutSeconds) {
        if (!hasFigures) {
            panel.draw(List.of(busyText(what, seconds(), aboutSeconds)));
        }
    }

    /** Formats the elapsed time and the expected duration on an otherwise idle machine. */
    static String busyText(String what, double seconds, int aboutSeconds) {
        return format(
                "    %-12s  %.0f s, %s",
                what,
                seconds,
                seconds <= aboutSeconds
                        ? "takes about " + aboutSeconds + " s"
                        : "longer than the usual " + aboutSeconds + " s: the machine is busy or slow");
    }

    /** Starts showing figures. */
    synchronized void follow(DemoFeed feed, DemoWatch watch) {
        hasFigures = true;
        timer.scheduleAtFixedRate(
                () -> figures(feed, watch), REDRAW.toMillis(), REDRAW.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        timer.shutdownNow();
        panel.close();
    }

    private synchronized void figures(DemoFeed feed, DemoWatch watch) {
        DemoWatch.Seen seen = watch.seen();
        if (lastPredictions == 0 && seen.predictions() > 0) {
            step("first prediction");
        }
        measureRate(seen);
        if (panel.isLive()) {
            panel.draw(lines(feed, watch, seen));
        } else if (++redraws % REDRAWS_PER_LINE == 0 && seen.predictions() != lastShown) {
            lastShown = seen.predictions();
            step(format(
                    "  %,d sent, %s; %s; alerts %,d raised, %,d cleared",
                    feed.sent(), rate(watch), inShort(seen), seen.alertsRaised(), seen.alertsCleared()));
        }
    }

    private void measureRate(DemoWatch.Seen seen) {
        long now = System.nanoTime();
        double latest = (seen.predictions() - lastPredictions) * 1e9 / Math.max(1, now - lastTime);
        perSecond += SMOOTHING * (latest - perSecond);
        lastPredictions = seen.predictions();
        lastTime = now;
    }

    private List<String> lines(DemoFeed feed, DemoWatch watch, DemoWatch.Seen seen) {
        List<String> lines = new ArrayList<>(List.of(
                format("    in force      %s", versions(seen)),
                format("    sent          %,d readings, %s", feed.sent(), rate(watch)),
                format("    alerts        %,d raised, %,d cleared", seen.alertsRaised(), seen.alertsCleared())));
        seen.comparison()
                .ifPresent(
                        result -> lines.addAll(DemoSummary.folded("    challenger    ", DemoSummary.compared(result))));
        lines.addAll(DemoSummary.folded("    predictions   ", byRevision(seen)));
        lines.addAll(DemoSummary.folded("    classes       ", mix(seen)));
        lines.addAll(DemoSummary.folded("    dead letters  ", DemoSummary.counts(seen.deadLetters())));
        return lines;
    }

    private String rate(DemoWatch watch) {
        return format(
                "%,.0f answered/s, p50 %,.0f ms, p99 %,.0f ms",
                perSecond, watch.latencyMillis(50), watch.latencyMillis(99));
    }

    private static String versions(DemoWatch.Seen seen) {
        return seen.timeline()
                .stepAt(System.currentTimeMillis())
                .map(step -> "version " + step.champion()
                        + step.challenger()
                                .map(challenger -> " and " + challenger)
                                .orElse(""))
                .orElse("none");
    }

    /** The same in few columns, for a line with other figures. */
    private static String inShort(DemoWatch.Seen seen) {
        return seen.timeline()
                .stepAt(System.currentTimeMillis())
                .map(DemoView::inShort)
                .orElse("no version");
    }

    static String inShort(Step.Deployment deployed) {
        return "version " + deployed.champion()
                + deployed.challenger()
                        .map(tried -> ", " + tried.mode().name().toLowerCase(Locale.ROOT) + " " + tried.version())
                        .orElse("");
    }

    private static String byRevision(DemoWatch.Seen seen) {
        return seen.revisions().entrySet().stream()
                .map(revision -> format("%,d by revision %d", revision.getValue(), revision.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String mix(DemoWatch.Seen seen) {
        return seen.classes().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(e -> format("%s %.1f %%", e.getKey(), 100.0 * e.getValue() / Math.max(1, seen.predictions())))
                .collect(Collectors.joining(", "));
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
