package io.elmstream.cli;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Shows the demo as it goes: a line for each step, and below them, on a terminal, a panel of figures that is drawn again and
 * again. Elsewhere the figures come as a line every few seconds.
 */
final class DemoView {

    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final int REDRAWS_PER_LINE = 8;
    private static final double SMOOTHING = 0.2;

    private final Console console;
    private final boolean json;
    private final Panel panel;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-view");
        thread.setDaemon(true);
        return thread;
    });
    private long lastPredictions;
    private long lastTime;
    private double perSecond;
    private long lastShown;
    private int redraws;

    DemoView(Console console, boolean json) {
        this.console = console;
        this.json = json;
        this.panel = new Panel(line -> console.say(json, line), System.console() != null && !json);
    }

    /** Tells one step. */
    synchronized void step(String what) {
        panel.above(format("%5.1f s  %s", seconds(), what));
    }

    /** Begins to show figures. */
    void follow(DemoFeed feed, DemoWatch watch) {
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
            step(String.join("  ", lines(feed, watch, seen).subList(0, 2)));
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
        return List.of(
                format("    %,d readings sent  %,7.0f predictions/s", feed.sent(), perSecond),
                format("    version %d  latency p50 %.0f ms, p99 %.0f ms  alerts %d raised, %d cleared",
                        seen.latestVersion(), watch.latencyMillis(50), watch.latencyMillis(99),
                        seen.alertsRaised(), seen.alertsCleared()),
                "    classes  " + mix(seen),
                "    dead letters  " + counts(seen.deadLetters()));
    }

    private static String mix(DemoWatch.Seen seen) {
        return seen.classes().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(5)
                .map(e -> format("%s %.1f %%", e.getKey(), 100.0 * e.getValue() / Math.max(1, seen.predictions())))
                .collect(Collectors.joining("  "));
    }

    private static String counts(Map<String, Long> reasons) {
        return reasons.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
    }

    /** Prints what was found. */
    void summary(DemoResult result) {
        say("");
        say(format("readings      %,d sent in %.1f s, %,.0f a second",
                result.readings(), result.seconds(), result.readingsPerSecond()));
        say(format("outcomes      %,d predictions + %,d dead letters; lost %d, duplicated %d, out of order %d",
                result.predictions(), result.deadLetters(), result.lost(), result.duplicated(), result.outOfOrder()));
        result.versions()
                .forEach((version, score) -> say(format("version %d     %,d predictions, accuracy %.2f %%, macro recall %.2f",
                        version, score.predictions(), 100 * score.accuracy(), score.macroRecall())));
        say(format("alerts        %d raised, %d cleared", result.alertsRaised(), result.alertsCleared()));
        say("dead letters  " + counts(result.deadLettersByReason()));
        say(format("models        %d refused", result.refusedModels()));
        result.latencyMillis()
                .ifPresent(latency -> say(format("latency       p50 %.0f ms, p99 %.0f ms, from send to committed receipt",
                        latency.p50(), latency.p99())));
        say(result.isClean()
                ? "Every reading had exactly one outcome, in order."
                : "NOT CLEAN: readings were lost, doubled or out of order.");
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String line) {
        console.say(json, line);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
