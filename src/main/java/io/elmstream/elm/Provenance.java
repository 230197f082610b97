package io.elmstream.elm;

/**
 * The origin of a model, so that a prediction can be traced to the data behind it.
 *
 * @param dataDigest SHA-256 of the training rows as read, 64 hex digits, or empty if unknown
 * @param rows the number of training rows, 0 or more
 * @param lambda the ridge parameter that was chosen, 0 or more
 * @param quality measured on the rows that chose lambda
 * @param productVersion the version of the product that trained the model
 * @param validation which rows those are, in a few words
 */
public record Provenance(
        String dataDigest, long rows, double lambda, Quality quality, String productVersion, String validation) {

    /** The validation on all training rows, each predicted by a model trained without it. */
    public static final String LEAVE_ONE_OUT = "leave-one-out";

    /**
     * Creates the provenance of a model that was validated by leave-one-out.
     *
     * @param dataDigest SHA-256 of the training rows as read, 64 hex digits, or empty if unknown
     * @param rows the number of training rows, 0 or more
     * @param lambda the ridge parameter that was chosen, 0 or more
     * @param quality measured by leave-one-out
     * @param productVersion the version of the product that trained the model
     */
    public Provenance(String dataDigest, long rows, double lambda, Quality quality, String productVersion) {
        this(dataDigest, rows, lambda, quality, productVersion, LEAVE_ONE_OUT);
    }

    /** Checks the values. */
    public Provenance {
        Shapes.require(rows >= 0, "rows is " + rows + ", must be 0 or more");
        Shapes.require(lambda >= 0 && Double.isFinite(lambda), "lambda is " + lambda + ", must be 0 or more");
    }

    /**
     * The quality of predictions of rows that the model was trained without.
     *
     * @param accuracy fraction of rows assigned to their own class, 0 to 1
     * @param macroRecall mean of the recall of each class, 0 to 1
     * @param calibrationError expected calibration error, 0 to 1
     */
    public record Quality(double accuracy, double macroRecall, double calibrationError) {

        /** The quality of a model that was not measured. */
        public static final Quality UNKNOWN = new Quality(0, 0, 1);

        /** Checks the values. */
        public Quality {
            requireShare("accuracy", accuracy);
            requireShare("macroRecall", macroRecall);
            requireShare("calibrationError", calibrationError);
        }

        private static void requireShare(String field, double value) {
            Shapes.require(value >= 0 && value <= 1, field + " is " + value + ", must be from 0 to 1");
        }
    }
}
