package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the plan that suits a data set: kind of units, activation, width, gain and anchoring, number of units and class
 * weights; lambda is chosen within each trial. By successive halving (Jamieson, Talwalkar: "Non-stochastic best arm
 * identification and hyperparameter optimization", AISTATS 2016): many kinds with few units on some of the rows, then
 * the better ones with more units on more rows.
 *
 * <p>Memory is bounded by the number of units, and the rows held, by {@value #MOST_ROWS} of them. The same samples,
 * goal and costs give the same result; measured costs matter only where the goal limits them.
 */
public final class PlanSearch {

    private static final int MOST_ROWS = 60_000;
    private static final int MOST_VALUES = 16_000_000;
    private static final int FIRST_ROWS = 4_000;
    private static final int FIRST_UNITS = 128;
    private static final int FEWEST_UNITS = 16;
    private static final int LAST_KINDS = 3;
    private static final int MOST_CENTRES = 1024;
    private static final double[] BALANCES = {0.15, 0.3, 0.6, 1};

    /** Differences below this part of a standard error do not count: then the cheaper plan is chosen. */
    private static final double SLACK = 0.25;

    private final SearchGoal goal;
    private final TrialRun run;
    private final List<Trial> trials = new ArrayList<>();

    private PlanSearch(SearchGoal goal, TrialRun run) {
        this.goal = goal;
        this.run = run;
    }

    /** What a model costs, measured by the caller. */
    public interface Costs {

        /**
         * Measures the time of a reading.
         *
         * @param elm the model
         * @return nanoseconds
         */
        double nanos(Elm elm);

        /**
         * Measures the model file.
         *
         * @param elm the model
         * @return bytes
         */
        long bytes(Elm elm);
    }

    /**
     * The outcome.
     *
     * @param chosen the best plan
     * @param trials all plans that were tried, in order
     */
    public record Result(Trial chosen, List<Trial> trials) {}

    /**
     * Searches.
     *
     * @param samples the training rows; they are read several times
     * @param validation the rows that plans are compared on
     * @param goal what to look for
     * @param costs measures each model
     * @param cores share the work of each training
     * @param tried is called after each trial
     * @return the plan, which the caller then trains
     * @throws TrainingException if fewer than two classes have rows, a feature is not a number, or no plan meets the
     *     limits of the goal
     */
    public static Result search(
            Samples samples, Validation validation, SearchGoal goal, Costs costs, Cores cores, Consumer<Trial> tried) {
        int most = Math.max(
                FIRST_ROWS,
                Math.min(MOST_ROWS, MOST_VALUES / samples.featureNames().size()));
        PlanSearch search = new PlanSearch(goal, TrialRun.of(samples, validation, goal, costs, cores, tried, most));
        return search.result(
                goal.units().isPresent() ? search.kinds(goal.units().get()) : search.everything());
    }

    /**
     * Returns about how many plans a search tries.
     *
     * @param goal what to look for
     * @return their number, for a progress bar
     */
    public static int trials(SearchGoal goal) {
        int first = goal.units().isPresent()
                ? CandidateLayers.few(FIRST_UNITS).size()
                : CandidateLayers.all(FIRST_UNITS).size();
        return goal.units().isPresent() ? first + LAST_KINDS : first + first / 3 + LAST_KINDS + 12;
    }

    /** Compares a few kinds with a given number of units. */
    private List<Trial> kinds(int units) {
        ClassWeights weights = goal.classWeights().orElse(new ClassWeights.None());
        List<LayerPlan> kinds = CandidateLayers.few(Math.min(units, 2 * FIRST_UNITS));
        List<Trial> first = tryAll(kinds, weights, 2 * FIRST_ROWS);
        return tryAll(scaled(best(first, LAST_KINDS), units), weights, MOST_ROWS);
    }

    private List<Trial> everything() {
        ClassWeights weights = goal.classWeights().orElse(new ClassWeights.None());
        int units = Math.min(FIRST_UNITS, mostUnits());
        List<LayerPlan> kinds = CandidateLayers.all(units);
        int rows = FIRST_ROWS;
        List<Trial> round = tryAll(kinds, weights, rows);
        while (kinds.size() > LAST_KINDS) {
            units = Math.min(2 * units, mostUnits());
            rows = kinds.size() > 3 * LAST_KINDS ? 3 * rows : MOST_ROWS;
            kinds = scaled(best(round, Math.max(LAST_KINDS, kinds.size() / 3)), units);
            round = tryAll(kinds, weights, rows);
        }
        if (run.rows() <= 2 * FIRST_ROWS) {
            round.addAll(tryAll(CandidateLayers.kernels(Math.min(MOST_CENTRES, mostUnits())), weights, MOST_ROWS));
        }
        Trial kind = best(round);
        List<Trial> balanced = new ArrayList<>(List.of(kind));
        if (goal.classWeights().isEmpty()) {
            for (double balance : BALANCES) {
                balanced.add(tryOne(kind.plan().layer(), new ClassWeights.Balanced(balance)));
            }
        }
        Trial start = choose(
                balanced, Comparator.comparing((Trial trial) -> -trial.scores().macroRecall()));
        return ladder(start, round);
    }

    /** Tries fewer units, and more as long as they are better; the runner-up as well, which may overtake. */
    private List<Trial> ladder(Trial start, List<Trial> round) {
        ClassWeights weights = start.plan().classWeights();
        LayerPlan layer = start.plan().layer();
        List<Trial> ladder = new ArrayList<>(List.of(start));
        for (int units = layer.units() / 2; units >= FEWEST_UNITS && units >= layer.units() / 16; units /= 2) {
            ladder.add(tryOne(layer.withUnits(units), weights));
        }
        Trial best = start;
        List<LayerPlan> layers = sorted(round, goal.metric()).stream()
                .map(trial -> trial.plan().layer())
                .filter(kind -> kind.units() > 0)
                .limit(2)
                .toList();
        for (int units = 2 * layer.units(); units > 0 && units <= mostUnits(); units *= 2) {
            List<Trial> larger = tryAll(scaled(layers, units), weights, MOST_ROWS);
            ladder.addAll(larger);
            Trial next = best(larger);
            if (value(next) <= value(best)) {
                break;
            }
            best = next;
            layers = List.of(next.plan().layer());
        }
        return ladder;
    }

    private int mostUnits() {
        return Math.max(FEWEST_UNITS, Math.min(goal.mostUnits(), run.rows()));
    }

    private List<Trial> tryAll(List<LayerPlan> layers, ClassWeights weights, int rows) {
        List<Trial> round = new ArrayList<>();
        for (LayerPlan layer : layers) {
            Trial trial = run.of(goal.plan(layer, weights), rows);
            trials.add(trial);
            round.add(trial);
        }
        return round;
    }

    private Trial tryOne(LayerPlan layer, ClassWeights weights) {
        return tryAll(List.of(layer), weights, MOST_ROWS).get(0);
    }

    /** Returns the layers that are best by the metric or by the log loss, which scatters less, in turn. */
    private List<LayerPlan> best(List<Trial> round, int count) {
        List<Trial> byMetric = sorted(round, goal.metric());
        List<Trial> byLoss = sorted(round, Metric.LOG_LOSS);
        List<LayerPlan> best = new ArrayList<>();
        for (int i = 0; best.size() < count && i < round.size(); i++) {
            for (Trial trial : List.of(byMetric.get(i), byLoss.get(i))) {
                LayerPlan layer = trial.plan().layer();
                if (best.size() < count && !best.contains(layer)) {
                    best.add(layer);
                }
            }
        }
        return best;
    }

    private Trial best(List<Trial> round) {
        return sorted(round, goal.metric()).get(0);
    }

    private static List<Trial> sorted(List<Trial> round, Metric metric) {
        return round.stream()
                .sorted(Comparator.comparing((Trial trial) -> -metric.value(trial.scores()))
                        .thenComparing(trial -> trial.scores().logLoss()))
                .toList();
    }

    private double value(Trial trial) {
        return goal.metric().value(trial.scores());
    }

    private static List<LayerPlan> scaled(List<LayerPlan> layers, int units) {
        return layers.stream()
                .map(layer -> layer.units() == 0 ? layer : layer.withUnits(units))
                .toList();
    }

    /** Returns the first in order of those that are as good as the best. */
    private Trial choose(List<Trial> among, Comparator<Trial> order) {
        Trial best = best(among);
        double enough = value(best) - SLACK * goal.metric().error(best.scores());
        return among.stream().filter(trial -> value(trial) >= enough).min(order).orElse(best);
    }

    private Result result(List<Trial> last) {
        List<Trial> allowed = last.stream().filter(goal::allows).toList();
        if (allowed.isEmpty()) {
            allowed = trials.stream().filter(goal::allows).toList();
        }
        if (allowed.isEmpty()) {
            Optional<Trial> least = trials.stream().min(Comparator.comparing(Trial::modelledNanos));
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "no plan meets the limits: the cheapest that was tried takes %.0f ns a reading and %,d bytes;"
                            + " allow more, or name fewer hidden units",
                    least.map(Trial::nanos).orElse(0.0),
                    least.map(Trial::bytes).orElse(0L)));
        }
        return new Result(choose(allowed, Comparator.comparing(Trial::modelledNanos)), List.copyOf(trials));
    }
}
