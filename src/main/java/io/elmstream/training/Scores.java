package io.elmstream.training;

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
        double[] losses = new double[labels.length];
        double total = 0;
        double loss = 0;
        for (int r = 0; r < labels.length; r++) {
            double[] probabilities = Softmax.of(outputs[r], temperature);
            tally.add(labels[r], probabilities, shares[r]);
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
        Evaluation evaluation = tally.evaluation();
        return new Scores(
                evaluation.accuracy(),
                evaluation.accuracyError(),
                evaluation.macroRecall(),
                evaluation.macroRecallError(),
                mean,
                Math.sqrt(ofLoss) / total,
                evaluation.calibrationError());
    }
}
