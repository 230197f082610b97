package io.elmstream.training;

import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;
import java.util.stream.IntStream;

/**
 * What training makes of the class of a row. The outputs are fitted to {@code 2 s - 1}, with s the scores of the
 * classes, which sum to 1.
 */
sealed interface Target {

    /** Returns the index of the row's label, which may be a teacher's. */
    int label();

    /** Returns whether it is the row's own label. */
    boolean known();

    /** Returns the index among the rows whose own label is known, by class, and after these all others. */
    int stratum();

    /** Returns the score of a class. */
    double score(int c);

    /** Returns the probability of a class, as far as known. */
    double truth(int c);

    /** Passes a row with this target on. */
    void pass(float[] features, Samples.Visitor visitor);

    /** Returns the target of a row of each class. */
    static Target[] ofLabels(int classes) {
        return IntStream.range(0, classes).mapToObj(Own::new).toArray(Target[]::new);
    }

    /**
     * A row with a label: the score is 1 for its class and 0 for all others.
     *
     * @param label index of the label
     */
    record Own(int label) implements Target {

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public int stratum() {
            return label;
        }

        @Override
        public double score(int c) {
            return c == label ? 1 : 0;
        }

        @Override
        public double truth(int c) {
            return score(c);
        }

        @Override
        public void pass(float[] features, Samples.Visitor visitor) {
            visitor.row(features, label);
        }
    }

    /**
     * A row that teachers have scored. Their scores are the logarithms of their probabilities, as in Ba, Caruana: "Do
     * deep nets really need to be deep?", NIPS 2014: the softmax of a model that is linear in them gives the
     * probabilities. They are scaled such that a teacher which is certain gives the scores of a label. Where the row's
     * own label is known, its scores are the mean of the two.
     *
     * @param soft what the teachers say
     * @param scores one per class
     */
    record Taught(SoftLabel soft, double[] scores) implements Target {

        /** The least probability that scores tell from 0. */
        private static final double LEAST = 1e-3;

        private static final double LARGEST = -StrictMath.log(LEAST);

        static Taught of(SoftLabel soft) {
            float[] probabilities = soft.probabilities();
            double[] scores = new double[probabilities.length];
            double mean = 0;
            for (int c = 0; c < scores.length; c++) {
                scores[c] = StrictMath.log(Math.max(probabilities[c], LEAST)) / LARGEST;
                mean += scores[c] / scores.length;
            }
            for (int c = 0; c < scores.length; c++) {
                scores[c] += 1.0 / scores.length - mean;
                if (soft.known()) {
                    scores[c] = (scores[c] + (c == soft.label() ? 1 : 0)) / 2;
                }
            }
            return new Taught(soft, scores);
        }

        @Override
        public int label() {
            return soft.label();
        }

        @Override
        public boolean known() {
            return soft.known();
        }

        @Override
        public int stratum() {
            return soft.known() ? soft.label() : scores.length + soft.label();
        }

        @Override
        public double score(int c) {
            return scores[c];
        }

        @Override
        public double truth(int c) {
            if (soft.known()) {
                return c == soft.label() ? 1 : 0;
            }
            return soft.probability(c);
        }

        @Override
        public void pass(float[] features, Samples.Visitor visitor) {
            visitor.row(features, soft);
        }
    }
}
