package io.elmstream.training;

import io.elmstream.elm.Shapes;
import java.util.HashSet;
import java.util.List;

/**
 * The settings of online learning.
 *
 * @param forgetting how older rows count less. Several rules learn from the same rows side by side, and the one with
 *     the fewest errors on recent rows, each predicted before it was learnt, serves; each takes the time and memory of
 *     one learner
 * @param ridge the ridge parameter, above 0 and up to 1e6; it is added at each solution and never forgotten
 * @param window over about how many recent rows errors are counted and probabilities calibrated, 1 or more
 * @param trust what predictions of the models shall deserve
 * @param productVersion is written to the model's provenance
 */
public record OnlinePlan(
        List<Forgetting> forgetting, double ridge, int window, TrustGoal trust, String productVersion) {

    /** The usual rules of forgetting. */
    public static final List<Forgetting> USUAL_FORGETTING = List.of(
            new Forgetting.Never(),
            new Forgetting.ByRows(0.9999),
            new Forgetting.ByRows(0.999),
            new Forgetting.ByRows(0.99),
            new Forgetting.ByRows(0.95));

    /** The usual ridge parameter. */
    public static final double USUAL_RIDGE = 0.1;

    /** The usual window. */
    public static final int USUAL_WINDOW = 500;

    /** The largest ridge parameter. */
    public static final double LARGEST_RIDGE = 1e6;

    /** The largest number of rules side by side. */
    public static final int MOST_RULES = 16;

    /** The largest window. */
    public static final int MOST_WINDOW = 100_000;

    /**
     * The settings with a usual trust.
     *
     * @param forgetting how older rows count less
     * @param ridge the ridge parameter
     * @param window over about how many recent rows errors are counted and probabilities calibrated
     * @param productVersion is written to the model's provenance
     */
    public OnlinePlan(List<Forgetting> forgetting, double ridge, int window, String productVersion) {
        this(forgetting, ridge, window, TrustGoal.DEFAULT, productVersion);
    }

    /** Checks the values and copies the list. */
    public OnlinePlan {
        forgetting = List.copyOf(forgetting);
        Shapes.require(
                !forgetting.isEmpty() && forgetting.size() <= MOST_RULES,
                "forgetting has " + forgetting.size() + " rules, must have from 1 to " + MOST_RULES);
        Shapes.require(
                new HashSet<>(forgetting).size() == forgetting.size(), "forgetting has a rule twice: " + forgetting);
        Shapes.require(ridge > 0 && ridge <= LARGEST_RIDGE, "ridge is " + ridge + ", must be above 0 and up to 1e6");
        Shapes.require(
                window >= 1 && window <= MOST_WINDOW, "window is " + window + ", must be from 1 to " + MOST_WINDOW);
    }
}
