package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.Locale;

/**
 * Refuses work that the heap has no room for, before it starts.
 *
 * @param features number of features; each takes as much memory as a hidden unit if it has direct links
 * @param classes number of classes
 * @param rows number of training rows
 * @param heap bytes that the heap may grow to
 */
record TrainingMemory(int features, int classes, long rows, long heap) {

    /** The number of hidden units that a search can do with. */
    static final int FEWEST_UNITS = 16;

    private static final long MEBIBYTE = 1 << 20;

    /** What a command takes besides: classes, buffers, the rest of the young generation. */
    private static final long BASE = 96 * MEBIBYTE;

    static TrainingMemory of(TableSamples rows) {
        return new TrainingMemory(
                rows.featureNames().size(),
                rows.labels().size(),
                rows.rows(),
                Runtime.getRuntime().maxMemory());
    }

    /** Returns the memory for the training on any number of rows. */
    static TrainingMemory ofAnyRows(int features, int classes) {
        return new TrainingMemory(
                features, classes, Long.MAX_VALUE, Runtime.getRuntime().maxMemory());
    }

    /**
     * Refuses a training that does not fit.
     *
     * @param option the option that asks for it
     * @param units the number of hidden units apart from direct links, 0 or more
     * @param direct whether there are direct links
     */
    void require(String option, int units, boolean direct) {
        int links = links(direct);
        if (fits(units + links)) {
            return;
        }
        String hidden = String.format(Locale.ROOT, "%,d hidden units", units);
        String linked = String.format(Locale.ROOT, "direct links of %,d features", features);
        String needs = !direct ? hidden : units == 0 ? linked : hidden + " and " + linked;
        throw failure(
                option,
                String.format(Locale.ROOT, "%s on %,d rows", needs, rows),
                needed(units + links),
                fewer(units, direct));
    }

    /**
     * Refuses to learn online with sums that do not fit.
     *
     * @param columns the number of hidden units with direct links
     * @param rules how many rules of forgetting have sums of their own
     */
    void requireOnline(int columns, int rules) {
        long needed = BASE + Double.BYTES * (rules + 2L) * columns * columns;
        if (needed > heap) {
            throw failure(
                    "--forgetting",
                    String.format(Locale.ROOT, "%,d rules of %,d units with their direct links", rules, columns),
                    needed,
                    ", or use fewer rules or hidden units");
        }
    }

    /** Refuses to round a model of so many units to 8 bits if the matrices for that do not fit. */
    void requireToRound(int units) {
        long needed = BASE + ElmTrainer.memory(units, classes, 0);
        if (needed > heap) {
            throw failure(
                    "FILE",
                    String.format(Locale.ROOT, "%,d units, rounded to 8 bits,", units),
                    needed,
                    ", or use --bits 16");
        }
    }

    /**
     * Returns a number of units, or half of it and so on, such that a training with direct links fits; no less than
     * {@value #FEWEST_UNITS}.
     */
    int mostUnits(int units) {
        int most = units;
        while (most > FEWEST_UNITS && !fits(most + links(true))) {
            most /= 2;
        }
        return most;
    }

    /** Returns what else to do; nothing if not even one unit fits. */
    private String fewer(int units, boolean direct) {
        int fitting = fitting(units, links(direct));
        int unlinked = direct ? fitting(TrainingPlan.MAX_UNITS, 0) : 0;
        String fewer = fitting == 0 ? "" : String.format(Locale.ROOT, ", or use %,d hidden units or fewer", fitting);
        boolean linksAreToBlame = unlinked > 0 && (fitting == 0 || unlinked >= units);
        return linksAreToBlame
                ? String.format(
                        Locale.ROOT,
                        "%s, or leave out direct links: --hidden N --layer KIND --no-direct, with N up to %,d",
                        fewer,
                        unlinked)
                : fewer;
    }

    /** Returns how many units fit beside direct links, at most the given number. */
    private int fitting(int units, int links) {
        int fitting = units;
        while (fitting > 0 && !fits(fitting + links)) {
            fitting--;
        }
        return fitting;
    }

    private int links(boolean direct) {
        return direct ? features + 1 : 0;
    }

    private boolean fits(int units) {
        return needed(units) <= heap;
    }

    private long needed(int units) {
        return BASE + ElmTrainer.memory(units, classes, rows);
    }

    private CommandFailure failure(String option, String what, long needed, String otherwise) {
        return new CommandFailure(
                "NOT_ENOUGH_MEMORY",
                String.format(
                        Locale.ROOT,
                        "%s: %s need a heap of about %,d MB, and it may grow to %,d MB. Set HEAP_OPTS=-Xmx%dm if this"
                                + " machine has the memory%s",
                        option,
                        what,
                        megabytes(needed),
                        heap / MEBIBYTE,
                        megabytes(needed),
                        otherwise),
                option);
    }

    private static long megabytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
