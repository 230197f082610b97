package io.elmstream.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The conditions under which a challenger is promoted; if they fail, it is rolled back. They are evaluated once enough
 * readings have been compared, except that too many errors fail at once.
 *
 * @param minReadings compared readings before a decision, 1 or more; if accuracy is a condition, this many of them must
 *     carry a label
 * @param maxAccuracyLoss how much less accurate than the champion the challenger may be on readings with a label, 0 to
 *     1; empty if accuracy is no condition
 * @param minAgreement the smallest fraction of the readings that both must assign to the same class, 0 to 1; empty if
 *     agreement is no condition
 * @param maxErrorRate the largest fraction of the readings that the challenger may fail to score, 0 to 1
 */
public record Gate(long minReadings, OptionalDouble maxAccuracyLoss, OptionalDouble minAgreement, double maxErrorRate) {

    /** The result of evaluating the conditions. */
    public sealed interface Verdict {

        /** Too few readings have been compared. */
        public record Undecided() implements Verdict {}

        /**
         * The challenger becomes the champion.
         *
         * @param reason the figures
         */
        public record Passed(String reason) implements Verdict {}

        /**
         * The challenger is rolled back.
         *
         * @param reason the conditions that do not hold
         */
        public record Failed(String reason) implements Verdict {}
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a figure is out of its range; the message names it
     */
    public Gate {
        if (minReadings < 1) {
            throw new IllegalArgumentException("minReadings must be 1 or more, got " + minReadings);
        }
        fraction("maxAccuracyLoss", maxAccuracyLoss.orElse(0));
        fraction("minAgreement", minAgreement.orElse(0));
        fraction("maxErrorRate", maxErrorRate);
    }

    /** Evaluates the conditions on what has been compared so far. */
    public Verdict judge(Comparison comparison) {
        long seen = comparison.compared() + comparison.challengerErrors();
        if (comparison.challengerErrors() > maxErrorRate * Math.max(seen, minReadings)) {
            return new Verdict.Failed(Comparison.percent(comparison.errorRate()) + " of " + seen
                    + " readings could not be scored, more than " + Comparison.percent(maxErrorRate));
        }
        if (missing(comparison) > 0) {
            return new Verdict.Undecided();
        }
        List<String> failed = failed(comparison);
        return failed.isEmpty()
                ? new Verdict.Passed(comparison.inShort())
                : new Verdict.Failed(String.join(" and ", failed) + "; " + comparison.inShort());
    }

    /** Returns what is still required before the conditions are evaluated, in words. */
    public String waitsFor(Comparison comparison) {
        long missing = missing(comparison);
        if (missing <= 0) {
            return "enough has been compared: they decide with the next report, once the trial has lasted long enough";
        }
        String more = String.format(Locale.ROOT, "they wait for %,d more readings", missing);
        if (maxAccuracyLoss.isEmpty()) {
            return more;
        }
        return more + " with a label"
                + (comparison.labelled() == 0
                        ? "; none carries one yet, and without labels accuracy is never decided"
                        : "");
    }

    private long missing(Comparison comparison) {
        return minReadings - (maxAccuracyLoss.isPresent() ? comparison.labelled() : comparison.compared());
    }

    private List<String> failed(Comparison comparison) {
        List<String> failed = new ArrayList<>();
        long fewer = comparison.championCorrect() - comparison.challengerCorrect();
        if (maxAccuracyLoss.isPresent() && fewer > maxAccuracyLoss.getAsDouble() * comparison.labelled()) {
            failed.add("its accuracy is " + Comparison.percent((double) fewer / comparison.labelled())
                    + " lower, more than " + Comparison.percent(maxAccuracyLoss.getAsDouble()));
        }
        if (minAgreement.isPresent() && comparison.agreed() < minAgreement.getAsDouble() * comparison.compared()) {
            failed.add("it agrees on " + Comparison.percent(comparison.agreement()) + ", less than "
                    + Comparison.percent(minAgreement.getAsDouble()));
        }
        return failed;
    }

    private static void fraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, got " + value);
        }
    }
}
