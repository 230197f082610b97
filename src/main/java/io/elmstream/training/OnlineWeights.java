package io.elmstream.training;

/** Output weights that predict, with the share of errors in recent rows, which starts at all. */
final class OnlineWeights {

    private final double window;
    private double[][] beta = new double[0][];
    private double errors = 1;

    OnlineWeights(int window) {
        this.window = window;
    }

    /** Returns the weights by class and unit; without classes before there are any. */
    double[][] beta() {
        return beta;
    }

    void set(double[][] weights) {
        beta = weights;
    }

    double errors() {
        return errors;
    }

    void restore(double share) {
        errors = share;
    }

    void judge(boolean right) {
        errors += ((right ? 0 : 1) - errors) / window;
    }
}
