package io.elmstream.cli;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Shows the demo as it goes: one line for each step, and a line of figures every two seconds. */
final class DemoView {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Console console;
    private final boolean json;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-view");
        thread.setDaemon(true);
        return thread;
    });
    private long lastSent;
    private long lastPredictions;
    private boolean firstPredictionShown;

    DemoView(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /** Tells one step. */
    void step(String what) {
        say("%5.1f s  %s".formatted((System.nanoTime() - start) / 1e9, what));
    }

    /** Begins to show figures. */
    void follow(DemoFeed feed, DemoWatch watch) {
        timer.scheduleAtFixedRate(() -> firstPrediction(watch), 50, 50, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(() -> figures(feed, watch), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        timer.shutdownNow();
    }

    private void firstPrediction(DemoWatch watch) {
        if (!firstPredictionShown && watch.seen().predictions() > 0) {
            firstPredictionShown = true;
            step("first prediction");
        }
    }

    private void figures(DemoFeed feed, DemoWatch watch) {
        DemoWatch.Seen seen = watch.seen();
        long sent = feed.sent();
        if (sent == lastSent && seen.predictions() == lastPredictions) {
            return;
        }
        step(format(
                "%,7d sent  %,6d/s  p99 %3.0f ms  version %d  alerts %d raised %d cleared  dead letters %d  %s",
                sent,
                Math.round((seen.predictions() - lastPredictions) / (double) EVERY.toSeconds()),
                watch.latencyMillis(99),
                seen.latestVersion(),
                seen.alertsRaised(),
                seen.alertsCleared(),
                seen.deadLetters(),
                mix(seen)));
        lastSent = sent;
        lastPredictions = seen.predictions();
    }

    private static String mix(DemoWatch.Seen seen) {
        return seen.classes().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(3)
                .map(e -> format("%s %.1f %%", e.getKey(), 100.0 * e.getValue() / Math.max(1, seen.predictions())))
                .collect(Collectors.joining("  "));
    }

    /** Prints what was found. */
    void summary(DemoResult result) {
        say("");
        say(format("readings      %,d sent in %.1f s, %,.0f a second", result.readings(), result.seconds(), result.readingsPerSecond()));
        say(format(
                "outcomes      %,d predictions + %,d dead letters; lost %d, duplicated %d, out of order %d",
                result.predictions(), result.deadLetters(), result.lost(), result.duplicated(), result.outOfOrder()));
        result.versions()
                .forEach((version, score) -> say(format(
                        "version %d     %,d predictions, accuracy %.2f %%, macro recall %.2f",
                        version, score.predictions(), 100 * score.accuracy(), score.macroRecall())));
        say(format("alerts        %d raised, %d cleared", result.alertsRaised(), result.alertsCleared()));
        say("dead letters  "
                + result.deadLettersByReason().entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", ")));
        say(format("models        %d refused", result.refusedModels()));
        result.latencyMillis()
                .ifPresent(latency -> say(format(
                        "latency       p50 %.0f ms, p99 %.0f ms, from send to committed receipt", latency.p50(), latency.p99())));
        say(result.isClean()
                ? "Every reading had exactly one outcome, in order."
                : "NOT CLEAN: readings were lost, doubled or out of order.");
    }

    private void say(String line) {
        console.say(json, line);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
