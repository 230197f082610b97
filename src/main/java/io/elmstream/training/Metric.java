package io.elmstream.training;

/** What a search makes as good as possible. */
public enum Metric {
    /** The fraction of rows predicted as their own class. */
    ACCURACY {
        @Override
        public double value(Scores scores) {
            return scores.accuracy();
        }

        @Override
        public double error(Scores scores) {
            return scores.accuracyError();
        }
    },

    /** The mean recall of the classes, in which a rare class counts as much as a frequent one. */
    MACRO_RECALL {
        @Override
        public double value(Scores scores) {
            return scores.macroRecall();
        }

        @Override
        public double error(Scores scores) {
            return scores.macroRecallError();
        }
    },

    /** The mean negative logarithm of the probability of a row's own class. */
    LOG_LOSS {
        @Override
        public double value(Scores scores) {
            return -scores.logLoss();
        }

        @Override
        public double error(Scores scores) {
            return scores.logLossError();
        }
    };

    /**
     * Returns the value of the metric.
     *
     * @param scores what a plan achieves
     * @return the value; more is better
     */
    public abstract double value(Scores scores);

    /**
     * Returns the standard error of the value.
     *
     * @param scores what a plan achieves
     * @return the standard error
     */
    public abstract double error(Scores scores);
}
