package io.elmstream.training;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Softmax;
import io.elmstream.elm.Trust;
import java.util.Optional;

/**
 * The trust in predictions by recent rows, each predicted before it was learnt: calibrated anew now and then, with the
 * coverage that {@link AdaptiveCoverage} wants.
 */
final class RecentTrust {

    /** After how many rows it is calibrated anew. */
    static final int EVERY = 250;

    /** In how many calibrations the temperature is fitted once: it takes time, and sets are right with any. */
    private static final int REFIT = 40;

    private final TrustGoal goal;
    private final RecentOutputs recent;
    private final SeenRange seen;
    private final AdaptiveCoverage adaptive;
    private Optional<Trust> trust = Optional.empty();
    private double temperature = 1;
    private long since;
    private long refit;
    private long judged;
    private long covered;

    /**
     * @param recent the rows to calibrate with, which this class adds to
     * @param seen the range of all rows
     */
    RecentTrust(TrustGoal goal, RecentOutputs recent, SeenRange seen) {
        this.seen = seen;
        this.goal = goal;
        this.recent = recent;
        this.adaptive = new AdaptiveCoverage(goal.coverage());
    }

    /** Counts a row, and whether its set has its class. */
    void add(double[] outputs, int label) {
        trust.ifPresent(now -> judge(now, outputs, label));
        recent.add(outputs, label);
        if (++since >= EVERY) {
            since = 0;
            if (refit++ % REFIT == 0) {
                temperature = recent.temperature();
            }
            trust = Optional.of(trust(temperature, outputs.length));
        }
    }

    private void judge(Trust now, double[] outputs, int label) {
        double[] probabilities = Softmax.of(outputs, temperature);
        int top = Classifier.predicted(probabilities);
        // a class that became known after the calibration is in no set
        boolean has = label < Math.min(now.sets().classes(), probabilities.length)
                && now.sets().has(label, (float) probabilities[label], top);
        adaptive.seen(has);
        judged++;
        covered += has ? 1 : 0;
    }

    /** Returns what recent rows say of a model with that temperature and that many classes. */
    Trust trust(double ofModel, int classes) {
        return recent.calibration(ofModel, RowProfile.of(seen.range()), classes).trust(goal, adaptive.wanted());
    }

    /** Returns the share of rows whose set had their class when they were predicted; empty before there was a set. */
    Optional<Double> coverage() {
        return judged == 0 ? Optional.empty() : Optional.of((double) covered / judged);
    }
}
