package io.elmstream.training;

import io.elmstream.elm.Softmax;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The outputs for recent rows before they were learnt, by which probabilities are calibrated. */
final class RecentOutputs {

    private record Row(double[] outputs, int label) {}

    private final int most;
    private final Deque<Row> rows = new ArrayDeque<>();

    /** @param most how many rows to remember */
    RecentOutputs(int most) {
        this.most = most;
    }

    void add(double[] outputs, int label) {
        if (rows.size() == most) {
            rows.remove();
        }
        rows.add(new Row(outputs, label));
    }

    /** Returns the temperature that calibrates them; 1 without rows. */
    double temperature() {
        if (rows.isEmpty()) {
            return 1;
        }
        double[] shares = new double[rows.size()];
        Arrays.fill(shares, 1.0 / shares.length);
        return Temperature.fit(
                rows.stream().map(Row::outputs).toArray(double[][]::new),
                rows.stream().map(row -> new Target.Own(row.label())).toArray(Target[]::new),
                shares);
    }

    /**
     * Returns the calibration of the trust in predictions.
     *
     * @param classes the number of classes of the model
     */
    Calibration calibration(double temperature, RowProfile seen, int classes) {
        double[][] outputs = rows.stream().map(Row::outputs).toArray(double[][]::new);
        Target[] targets = rows.stream().map(row -> new Target.Own(row.label())).toArray(Target[]::new);
        double[] shares = new double[outputs.length];
        Arrays.fill(shares, 1);
        return Calibration.of(new HeldOut(0, outputs, targets, shares), temperature, seen, classes);
    }

    Evaluation evaluation(List<String> labels, double temperature) {
        Evaluation.Tally tally = new Evaluation.Tally(labels);
        rows.forEach(row -> tally.add(row.label(), Softmax.of(row.outputs(), temperature)));
        return tally.evaluation();
    }
}
