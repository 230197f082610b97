package io.elmstream.training;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.Softmax;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/** The probabilities of rows that a model was not trained on, from which the trust in its predictions follows. */
public final class Calibration {

    /** Classes with fewer held-out rows share the least probability of all classes. */
    static final int ENOUGH_ROWS = 100;

    private final List<Row> rows;
    private final int classes;
    private final RowProfile seen;

    /**
     * A held-out row.
     *
     * @param label index of its true class
     * @param top index of the predicted class
     * @param confidence the probability of the predicted class
     * @param own the probability of the true class
     * @param share how many rows of the data it represents
     */
    private record Row(int label, int top, double confidence, double own, double share) {}

    private Calibration(List<Row> rows, int classes, RowProfile seen) {
        this.rows = rows;
        this.classes = classes;
        this.seen = seen;
    }

    /** Creates a calibration from the outputs for held-out rows. */
    static Calibration of(HeldOut outputs, double temperature, RowProfile seen) {
        return of(outputs, temperature, seen, outputs.outputs()[0].length);
    }

    /** @param classes the number of classes of the model; some rows may have been predicted when it had fewer */
    static Calibration of(HeldOut outputs, double temperature, RowProfile seen, int classes) {
        HeldOut judged = outputs.judged();
        List<Row> rows = new ArrayList<>(judged.outputs().length);
        for (int r = 0; r < judged.outputs().length; r++) {
            int label = judged.targets()[r].label();
            double[] probabilities = Softmax.of(judged.outputs()[r], temperature);
            int top = Classifier.predicted(probabilities);
            // a class that became known later had no probability yet
            double own = label < probabilities.length ? probabilities[label] : 0;
            rows.add(new Row(label, top, probabilities[top], own, judged.shares()[r]));
        }
        return new Calibration(rows, classes, seen);
    }

    /**
     * Returns what the held-out rows say of the trust in predictions.
     *
     * @param goal what it shall be
     * @return least confidences, label sets and the range of the training rows
     */
    public Trust trust(TrustGoal goal) {
        return trust(goal, goal.coverage());
    }

    /** @param coverage that the sets of these rows must have so that those of later rows have that of the goal */
    Trust trust(TrustGoal goal, double coverage) {
        Abstention abstention = goal.accuracy().isEmpty()
                ? Abstention.never(classes)
                : new Abstention(floats(c -> leastConfidence(c, goal.accuracy().getAsDouble())));
        double ofAll = leastProbability(rows, coverage).orElse(0);
        LabelSets sets = new LabelSets(goal.coverage(), floats(c -> leastProbability(c, coverage, ofAll)));
        return new Trust(abstention, sets, seen.range());
    }

    /**
     * Returns what the training rows and the held-out rows say of readings to come.
     *
     * @return the profile; empty if the distribution of the training rows was not measured
     */
    public Optional<TrainingProfile> profile() {
        if (seen.rows() == 0) {
            return Optional.empty();
        }
        double all = 0;
        double confidence = 0;
        double right = 0;
        double[] counts = new double[classes];
        for (Row row : rows) {
            all += row.share();
            confidence += row.share() * row.confidence();
            right += row.label() == row.top() ? row.share() : 0;
            counts[row.top()] += row.share();
        }
        double total = all;
        return Optional.of(new TrainingProfile(
                seen.rows(),
                seen.features(),
                seen.labels(),
                rows.size(),
                floats(c -> total == 0 ? 0 : Math.min(1, counts[c] / total)),
                total == 0 ? 0 : Math.min(1, confidence / total),
                total == 0 ? 0 : Math.min(1, right / total)));
    }

    private float[] floats(IntToDoubleFunction ofClass) {
        float[] values = new float[classes];
        for (int c = 0; c < classes; c++) {
            values[c] = (float) ofClass.applyAsDouble(c);
        }
        return values;
    }

    /**
     * Returns the least confidence from which on predictions of a class are right often enough. The share of right ones
     * is taken a little towards one half (Laplace's rule of succession), so that a few rows do not look certain.
     */
    private double leastConfidence(int top, double accuracy) {
        List<Row> predicted = rows.stream()
                .filter(row -> row.top() == top)
                .sorted(Comparator.comparingDouble(Row::confidence).reversed())
                .toList();
        double least = Abstention.ALWAYS;
        double used = 0;
        double right = 0;
        for (int r = 0; r < predicted.size(); r++) {
            Row row = predicted.get(r);
            used += row.share();
            right += row.label() == top ? row.share() : 0;
            boolean last = r + 1 == predicted.size() || predicted.get(r + 1).confidence() < row.confidence();
            if (last && (right + 1) / (used + 2) >= accuracy) {
                least = r + 1 == predicted.size() ? 0 : row.confidence();
            }
        }
        return least;
    }

    private double leastProbability(int label, double coverage, double ofAll) {
        List<Row> own = rows.stream().filter(row -> row.label() == label).toList();
        return own.size() < ENOUGH_ROWS
                ? ofAll
                : leastProbability(own, coverage).orElse(ofAll);
    }

    /**
     * Returns the probability that the true class of a new row reaches with the given probability: the quantile of rank
     * {@code (n + 1) coverage} (Vovk, Gammerman, Shafer: "Algorithmic learning in a random world", 2005), or nothing if
     * there are too few rows for one.
     */
    private static OptionalDouble leastProbability(List<Row> rows, double coverage) {
        List<Row> sorted = rows.stream()
                .sorted(Comparator.comparingDouble(Row::own).reversed())
                .toList();
        double total = sorted.stream().mapToDouble(Row::share).sum();
        // one row more, of the mean share
        double wanted = coverage * total * (1 + 1.0 / Math.max(1, sorted.size()));
        double reached = 0;
        for (Row row : sorted) {
            reached += row.share();
            if (reached >= wanted) {
                return OptionalDouble.of(row.own());
            }
        }
        return OptionalDouble.empty();
    }
}
