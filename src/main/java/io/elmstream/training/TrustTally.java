package io.elmstream.training;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Trust;
import io.elmstream.training.TrustEvaluation.Measured;
import io.elmstream.training.TrustEvaluation.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts how far predictions of labelled rows were to be believed; its memory does not grow with their number. */
public final class TrustTally {

    /** The steps of confidence that are told apart. */
    private static final int BINS = 10_000;

    private static final int[] PERCENT = {100, 99, 95, 90, 80, 70, 60, 50};

    private final Optional<Trust> trust;
    private final int classes;
    private final long[] rows = new long[BINS + 1];
    private final long[] right = new long[BINS + 1];
    private long all;
    private long covered;
    private long members;
    private long abstained;
    private long usedRight;
    private long beyond;

    /**
     * Creates an empty tally.
     *
     * @param trust of the model; empty if it was not measured
     * @param classes the number of labels
     */
    public TrustTally(Optional<Trust> trust, int classes) {
        this.trust = trust;
        this.classes = classes;
    }

    /**
     * Counts one row.
     *
     * @param actual index of the row's own label
     * @param probabilities row-major, one per label
     * @param at where the row starts
     * @param outOfRange how far the row lies beyond the training rows, 0 to 1
     */
    public void add(int actual, float[] probabilities, int at, float outOfRange) {
        int top = Classifier.predicted(probabilities, at, classes);
        float confidence = probabilities[at + top];
        int bin = Math.max(0, Math.min(BINS, (int) (confidence * BINS)));
        all++;
        rows[bin]++;
        right[bin] += top == actual ? 1 : 0;
        if (trust.isEmpty()) {
            return;
        }
        boolean abstains = trust.get().abstention().abstains(top, confidence);
        abstained += abstains ? 1 : 0;
        usedRight += !abstains && top == actual ? 1 : 0;
        covered += trust.get().sets().has(actual, probabilities[at + actual], top) ? 1 : 0;
        for (int c = 0; c < classes; c++) {
            members += trust.get().sets().has(c, probabilities[at + c], top) ? 1 : 0;
        }
        beyond += outOfRange > 0 ? 1 : 0;
    }

    /** {@return what was counted so far} */
    public TrustEvaluation evaluation() {
        Optional<Measured> measured = trust.filter(any -> all > 0)
                .map(any -> new Measured(
                        any.sets().coverage(),
                        (double) covered / all,
                        (double) members / all,
                        (double) abstained / all,
                        abstained == all ? 0 : (double) usedRight / (all - abstained),
                        (double) beyond / all));
        return new TrustEvaluation(measured, curve());
    }

    /** Returns the accuracy of the surest rows, from all of them down to half. */
    private List<Point> curve() {
        List<Point> points = new ArrayList<>();
        for (int percent : PERCENT) {
            long wanted = (all * percent + 99) / 100;
            long used = 0;
            long usedAndRight = 0;
            int bin = BINS + 1;
            while (used < wanted) {
                bin--;
                used += rows[bin];
                usedAndRight += right[bin];
            }
            if (used > 0) {
                points.add(new Point((double) used / all, (double) usedAndRight / used, (double) bin / BINS));
            }
        }
        return points.stream().distinct().toList();
    }
}
