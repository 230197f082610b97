package io.elmstream.cli.demo;

import io.elmstream.cli.model.ChallengerResult;
import io.elmstream.cli.model.ChallengerResult.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the result of the demo as text. */
final class DemoSummary {

    private static final int WIDTH = 80;
    private static final int PAIRS = 3;

    private final DemoResult result;
    private final List<String> lines = new ArrayList<>();

    private DemoSummary(DemoResult result) {
        this.result = result;
    }

    static List<String> of(DemoResult result) {
        DemoSummary summary = new DemoSummary(result);
        summary.readings();
        summary.models();
        summary.say(
                result.isClean()
                        ? "Every reading had exactly one outcome, in order."
                        : "NOT CLEAN: readings were lost, doubled or out of order.");
        return summary.lines;
    }

    private void readings() {
        say("");
        say(
                "readings      %,d sent in %.1f s, %,.0f a second",
                result.readings(), result.seconds(), result.readingsPerSecond());
        say("outcomes      %,d predictions + %,d dead letters;", result.predictions(), result.deadLetters());
        say(
                "              lost %,d, duplicated %,d, out of order %,d",
                result.lost(), result.duplicated(), result.outOfOrder());
        result.versions()
                .forEach((version, score) -> say(
                        "version %d     %,7d predictions, accuracy %5.2f %%, macro recall %.2f",
                        version, score.predictions(), 100 * score.accuracy(), score.macroRecall()));
        say("alerts        %,d raised, %,d cleared", result.alertsRaised(), result.alertsCleared());
        lines.addAll(folded("dead letters  ", counts(result.deadLettersByReason())));
        result.latencyMillis()
                .ifPresent(latency -> say(
                        "latency       p50 %,.0f ms, p99 %,.0f ms, from send to committed receipt",
                        latency.p50(), latency.p99()));
    }

    private void models() {
        say("");
        say("revision      from  predictions");
        result.steps()
                .forEach(step -> say(
                        "%8d  %6.1f s  %,11d  %s",
                        step.revision(), step.fromSeconds(), step.predictions(), what(step)));
        result.comparison().ifPresent(this::comparison);
        say(
                "rejected      version %d, %s",
                result.refused().version(), result.refused().code());
        lines.addAll(rollback(result.rollback()));
    }

    private String what(DemoStep step) {
        String champion = "version " + step.champion();
        return switch (step.event()) {
            case ACTIVATED ->
                champion + " activated"
                        + step.voidedBy()
                                .map(by -> ", rolled back by revision " + by)
                                .orElse("");
            case CHALLENGED ->
                String.format(
                        Locale.ROOT,
                        "version %d as %s of %s for %.0f %%",
                        step.challenger().orElseThrow(),
                        step.mode().orElseThrow().toLowerCase(Locale.ROOT),
                        champion,
                        step.sharePercent().orElseThrow());
            case PROMOTED -> champion + " promoted";
            case ROLLED_BACK ->
                "revision " + step.takesBack().orElseThrow() + " rolled back"
                        + before(step)
                                .map(again -> ", revision " + again + " again: " + champion)
                                .orElse("");
        };
    }

    /** Returns the revision that becomes effective again when a step is rolled back. */
    private Optional<Long> before(DemoStep step) {
        return result.steps().stream()
                .filter(earlier -> earlier.revision() < step.takesBack().orElseThrow()
                        && earlier.voidedBy().isEmpty()
                        && earlier.takesBack().isEmpty())
                .map(DemoStep::revision)
                .reduce((earlier, later) -> later);
    }

    private void comparison(ChallengerResult compared) {
        say("comparison    %s", compared(compared));
        for (Pair pair : compared.disagreements().stream().limit(PAIRS).toList()) {
            say(
                    "              %,d x %s by version %d, %s by version %d",
                    pair.readings(), pair.champion(), compared.champion(), pair.challenger(), compared.challenger());
        }
    }

    /**
     * Formats a comparison in one line: the accuracy of the challenger, and that of the champion on the same readings.
     */
    static String compared(ChallengerResult result) {
        return String.format(
                Locale.ROOT,
                "%,d compared: %.2f %% agreed, accuracy %.2f %% against %.2f %%",
                result.compared(),
                percent(result.agreement()),
                percent(result.challengerAccuracy()),
                percent(result.championAccuracy()));
    }

    private static double percent(Optional<Double> part) {
        return 100 * part.orElse(Double.NaN);
    }

    /** Formats, in two lines, how soon a rolled-back step disappeared from the predictions. */
    static List<String> rollback(RollbackTiming.Times times) {
        String without = "prediction without revision " + times.revision();
        return List.of(
                "rollback      "
                        + times.firstWithoutMillis()
                                .map(found -> millis(found) + " from command to first " + without)
                                .orElse("no " + without + " came after the command")
                        + ",",
                "              "
                        + times.lastWithMillis()
                                .map(found -> millis(found) + " to last prediction with it")
                                .orElse("no prediction with it came after the command"));
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.0f ms", millis);
    }

    /** Formats names with their counts. */
    static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Breaks a title and its text after commas into lines that fit a narrow terminal. */
    static List<String> folded(String title, String text) {
        List<String> lines = new ArrayList<>();
        String line = title;
        for (String part : text.split("(?<=, )")) {
            if (line.length() + part.stripTrailing().length() > WIDTH) {
                lines.add(line.stripTrailing());
                line = " ".repeat(title.length());
            }
            line += part;
        }
        lines.add(line.stripTrailing());
        return lines;
    }

    private void say(String pattern, Object... values) {
        lines.add(String.format(Locale.ROOT, pattern, values));
    }
}
