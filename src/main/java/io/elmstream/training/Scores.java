package io.elmstream.training;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Softmax;
import java.util.List;

/**
 * What a plan achieves on validation rows, with standard errors: how far the figures would scatter with other rows of
 * the same kind.
 *
 * @param accuracy the fraction of rows predicted as their own class, 0 to 1
 * @param accuracyError its standard error
 * @param macroRecall the mean recall of the classes, 0 to 1
 * @param macroRecallError its standard error; large where a class has few rows
 * @param logLoss the mean negative logarithm of the probability of a row's own class, 0 upwards
 * @param logLossError its standard error
 * @param calibrationError expected calibration error, 0 to 1, as in {@link Evaluation}
 */
public record Scores(
        double accuracy,
        double accuracyError,
        double macroRecall,
        double macroRecallError,
        double logLoss,
        double logLossError,
        double calibrationError) {

    /**
     * Scores outputs.
     *
     * @param outputs one array per row, one output per class
     * @param labels the class of each row
     * @param shares how many rows of the data each row represents
     * @param temperature divides the outputs before the softmax
     * @param names the class labels
     */
    static Scores of(double[][] outputs, int[] labels, double[] shares, double temperature, List<String> names) {
        Evaluation.Tally tally = new Evaluation.Tally(names);
        double[] rows = new double[names.size()];
        double[] right = new double[names.size()];
        double[] represented = new double[names.size()];
        double[] losses = new double[labels.length];
        double total = 0;
        double loss = 0;
        for (int r = 0; r < labels.length; r++) {
            double[] probabilities = Softmax.of(outputs[r], temperature);
            tally.add(labels[r], probabilities, shares[r]);
            rows[labels[r]]++;
            right[labels[r]] += Classifier.predicted(probabilities) == labels[r] ? 1 : 0;
            represented[labels[r]] += shares[r];
            losses[r] = -StrictMath.log(Math.max(probabilities[labels[r]], Double.MIN_NORMAL));
            total += shares[r];
            loss += shares[r] * losses[r];
        }
        double mean = loss / total;
        double ofLoss = 0;
        for (int r = 0; r < labels.length; r++) {
            double distance = shares[r] * (losses[r] - mean);
            ofLoss += distance * distance;
        }
        double accuracy = 0;
        double recalls = 0;
        double ofAccuracy = 0;
        double ofRecall = 0;
        int classes = 0;
        for (int c = 0; c < rows.length; c++) {
            if (rows[c] > 0) {
                double share = represented[c] / total;
                accuracy += share * right[c] / rows[c];
                recalls += right[c] / rows[c];
                ofAccuracy += share * share * variance(right[c], rows[c]);
                ofRecall += variance(right[c], rows[c]);
                classes++;
            }
        }
        return new Scores(
                accuracy,
                Math.sqrt(ofAccuracy),
                recalls / classes,
                Math.sqrt(ofRecall) / classes,
                mean,
                Math.sqrt(ofLoss) / total,
                tally.evaluation().calibrationError());
    }

    /** Returns the variance of a recall, with one row more on either side, so that ten of ten rows do not look sure. */
    private static double variance(double right, double rows) {
        double recall = (right + 1) / (rows + 2);
        return recall * (1 - recall) / rows;
    }
}
