package io.elmstream.topology.learning;

import io.elmstream.elm.Trust;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlinePlan;
import io.elmstream.training.TrustGoal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How models learn from labelled readings.
 *
 * @param everyRows after how many labelled rows a model is solved for new output weights, 1 or more
 * @param every after how much time it is solved if there were rows, above 0
 * @param ridge the ridge parameter; empty for that of the champion
 * @param window over about how many recent rows errors are counted and probabilities calibrated, 1 or more
 * @param forgetting how older rows count less, one rule or more
 * @param onNewChampion what becomes of the sums when a champion with the same hidden layer replaces another
 * @param newClasses whether a label that a model does not know becomes a class of it
 * @param keep how many of its own versions that no step needs are kept, 0 or more
 * @param labelWindow how far apart, by event time, a label and its reading may come
 * @param maxWaiting the largest number of readings, and of labels, that wait for the other in one task
 */
public record LearningSettings(
        int everyRows,
        Duration every,
        Optional<Double> ridge,
        int window,
        List<Forgetting> forgetting,
        OnNewChampion onNewChampion,
        boolean newClasses,
        int keep,
        Duration labelWindow,
        int maxWaiting) {

    /** The usual settings. */
    public static final LearningSettings DEFAULT = new LearningSettings(
            1_000,
            Duration.ofMinutes(10),
            Optional.empty(),
            OnlinePlan.USUAL_WINDOW,
            OnlinePlan.USUAL_FORGETTING,
            OnNewChampion.KEEP,
            false,
            5,
            Duration.ofHours(1),
            100_000);

    /** What becomes of the sums when a champion with the same hidden layer replaces another. */
    public enum OnNewChampion {
        /** They stay, and new rows are added to them. */
        KEEP,
        /** They start anew. */
        RESTART
    }

    /**
     * Checks the settings of the learner.
     *
     * @throws IllegalArgumentException if a rule of forgetting comes twice, or a number is out of its range
     */
    public LearningSettings {
        forgetting = List.copyOf(forgetting);
        new OnlinePlan(forgetting, ridge.orElse(OnlinePlan.USUAL_RIDGE), window, "");
    }

    /**
     * Returns how a model with this champion learns. Its versions have label sets of the same coverage.
     *
     * @param lambda the ridge parameter of the champion; one that is out of range is replaced by the usual one
     * @param trust of the champion
     * @param productVersion is written to the provenance of its versions
     */
    OnlinePlan plan(double lambda, Optional<Trust> trust, String productVersion) {
        double own = lambda > 0 && lambda <= OnlinePlan.LARGEST_RIDGE ? lambda : OnlinePlan.USUAL_RIDGE;
        TrustGoal goal = trust.map(given -> new TrustGoal(given.sets().coverage(), OptionalDouble.empty()))
                .orElse(TrustGoal.DEFAULT);
        return new OnlinePlan(forgetting, ridge.orElse(own), window, goal, productVersion);
    }
}
