package io.elmstream.training;

import io.elmstream.elm.RadialHidden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Searches gamma, which depends on the data more than any other setting, and on the number of units: the more there
 * are, the narrower they are best. Radial units come close to kernel machines with nearly as many units as rows.
 */
final class RadialSearch {

    private static final float STEP = 2;
    private static final float SMALLEST = 0.01f;

    /** How many times as narrow radial units are best beside other units, which then have the wide view. */
    private static final float NARROWER = 4;

    private final Trials trials;
    private final ClassWeights weights;
    private final int units;

    RadialSearch(Trials trials, ClassWeights weights, int units) {
        this.trials = trials;
        this.weights = weights;
        this.units = units;
    }

    /**
     * Tries radial units of other gammas than at first, and narrower ones together with other kinds.
     *
     * @param round the best kinds so far
     */
    List<Trial> beside(List<Trial> round) {
        float from = gamma(trials.all());
        List<Trial> radial = new ArrayList<>(List.of(trials.of(CandidateLayers.radial(units, from), weights)));
        if (!step(radial, from, STEP)) {
            step(radial, from, 1 / STEP);
        }
        float gamma = Math.min(RadialHidden.LARGEST_GAMMA, NARROWER * gamma(radial));
        Stream.concat(
                        Stream.of(CandidateLayers.besideRadial(units)),
                        trials.sorted(round).stream()
                                .map(trial -> trial.plan().layer())
                                .filter(RadialSearch::isOther))
                .map(other -> other.withUnits(units - units / 2))
                .distinct()
                .limit(2)
                .map(other -> CandidateLayers.half(CandidateLayers.radial(units / 2, gamma), other))
                .forEach(layer -> radial.add(trials.of(layer, weights)));
        return radial;
    }

    /** Multiplies gamma as long as the log loss falls; returns whether it ever did. */
    private boolean step(List<Trial> radial, float from, float factor) {
        double least = radial.get(0).scores().logLoss();
        boolean fell = false;
        for (float gamma = from * factor; gamma >= SMALLEST && gamma <= RadialHidden.LARGEST_GAMMA; gamma *= factor) {
            Trial trial = trials.of(CandidateLayers.radial(units, gamma), weights);
            radial.add(trial);
            if (trial.scores().logLoss() >= least) {
                return fell;
            }
            least = trial.scores().logLoss();
            fell = true;
        }
        return fell;
    }

    /** Returns the best gamma of layers of radial units alone, of which there is one at least. */
    private static float gamma(List<Trial> among) {
        return Trials.sorted(among, Metric.LOG_LOSS).stream()
                .flatMap(trial -> gamma(trial.plan().layer()).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Float> gamma(LayerPlan layer) {
        return layer.parts().size() == 1 && layer.parts().get(0) instanceof UnitPlan.Radial radial
                ? Optional.of(radial.gamma())
                : Optional.empty();
    }

    private static boolean isOther(LayerPlan layer) {
        return layer.units() > 0 && layer.parts().stream().noneMatch(UnitPlan.Radial.class::isInstance);
    }
}
