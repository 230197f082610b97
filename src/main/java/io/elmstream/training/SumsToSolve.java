package io.elmstream.training;

import java.util.List;

/**
 * A copy of the sums of an {@link OnlineLearner}, which can be solved on another thread while the learner goes on. It
 * takes as much memory as the learner, and as much again for each rule while it is solved.
 */
public final class SumsToSolve {

    private final OnlineLearner learner;
    private final double ridge;
    private final long rows;
    private final List<DecayedSums> sums;

    SumsToSolve(OnlineLearner learner, double ridge, long rows, List<DecayedSums> sums) {
        this.learner = learner;
        this.ridge = ridge;
        this.rows = rows;
        this.sums = sums;
    }

    /** The output weights of all rules of forgetting, for {@link OnlineLearner#accept}. */
    public static final class Solution {

        private final OnlineLearner learner;
        private final long rows;
        private final List<double[][]> beta;

        private Solution(OnlineLearner learner, long rows, List<double[][]> beta) {
            this.learner = learner;
            this.rows = rows;
            this.beta = beta;
        }

        /** {@return the number of rows that it is a solution of} */
        public long rows() {
            return rows;
        }

        boolean of(OnlineLearner other) {
            return learner == other;
        }

        List<double[][]> beta() {
            return beta;
        }
    }

    /**
     * Solves, in {@code units^3 / 6} multiplications for each rule. It reads nothing but this object.
     *
     * @return the output weights
     */
    public Solution solve() {
        return new Solution(learner, rows, sums.stream().map(this::solve).toList());
    }

    private double[][] solve(DecayedSums of) {
        double[][] beta = of.solve(ridge);
        for (double[] row : beta) {
            for (int u = 0; u < row.length; u++) {
                // as the model has it
                row[u] = (float) row[u];
            }
        }
        return beta;
    }
}
