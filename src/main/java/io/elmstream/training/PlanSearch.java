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
 * <p>Memory is bounded by the number of units, and the rows held, by {@value Trials#MOST_ROWS} of them. The same
 * samples, goal and costs give the same result; measured costs matter only where the goal limits them.
 */
public final class PlanSearch {

    private static final int MOST_VALUES = 16_000_000;
    private static final int FIRST_ROWS = 4_000;
    private static final int FIRST_UNITS = 256;
    private static final int LAST_UNITS = 512;
    private static final int FEWEST_UNITS = 16;
    private static final int LAST_KINDS = 3;

    /** One in so many kinds is tried further. */
    private static final int SURVIVORS = 4;

    private static final int MOST_CENTRES = 1024;
    private static final double[] BALANCES = {0.15, 0.3, 0.6, 1};

    private final SearchGoal goal;
    private final TrialRun run;
    private final Trials trials;

    private PlanSearch(SearchGoal goal, TrialRun run) {
        this.goal = goal;
        this.run = run;
        this.trials = new Trials(goal, run);
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
                Math.min(Trials.MOST_ROWS, MOST_VALUES / samples.featureNames().size()));
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
        return goal.units().isPresent() ? first + LAST_KINDS : first + first / SURVIVORS + LAST_KINDS + 17;
    }

    /** Compares a few kinds with a given number of units. */
    private List<Trial> kinds(int units) {
        ClassWeights weights = goal.classWeights().orElse(new ClassWeights.None());
        List<LayerPlan> kinds = CandidateLayers.few(Math.min(units, FIRST_UNITS));
        List<Trial> first = trials.of(kinds, weights, 2 * FIRST_ROWS);
        return trials.of(scaled(trials.best(first, LAST_KINDS), units), weights, Trials.MOST_ROWS);
    }

    private List<Trial> everything() {
        ClassWeights weights = goal.classWeights().orElse(new ClassWeights.None());
        int units = Math.min(FIRST_UNITS, mostUnits());
        List<LayerPlan> kinds = CandidateLayers.all(units);
        int rows = FIRST_ROWS;
        List<Trial> round = trials.of(kinds, weights, rows);
        while (kinds.size() > LAST_KINDS) {
            units = Math.min(Math.min(2 * units, LAST_UNITS), mostUnits());
            rows = kinds.size() > SURVIVORS * LAST_KINDS ? 3 * rows : Trials.MOST_ROWS;
            kinds = scaled(trials.best(round, Math.max(LAST_KINDS, kinds.size() / SURVIVORS)), units);
            round = trials.of(kinds, weights, rows);
        }
        if (run.rows() <= 2 * FIRST_ROWS) {
            round.addAll(new RadialSearch(trials, weights, Math.min(MOST_CENTRES, mostUnits())).beside(round));
        }
        return ladder(balanced(trials.best(round)), round);
    }

    /** Tries class weights, if none are given; of equally good ones those with the highest macro recall are taken. */
    private Trial balanced(Trial kind) {
        List<Trial> balanced = new ArrayList<>(List.of(kind));
        if (goal.classWeights().isEmpty()) {
            for (double balance : BALANCES) {
                balanced.add(trials.of(kind.plan().layer(), new ClassWeights.Balanced(balance)));
            }
        }
        return trials.choose(
                balanced, Comparator.comparing((Trial trial) -> -trial.scores().macroRecall()));
    }

    /** Tries fewer units, and more as long as they are better; the runner-up as well, which may overtake. */
    private List<Trial> ladder(Trial start, List<Trial> round) {
        ClassWeights weights = start.plan().classWeights();
        LayerPlan layer = start.plan().layer();
        List<Trial> ladder = new ArrayList<>(List.of(start));
        for (int units = layer.units() / 2; units >= FEWEST_UNITS && units >= layer.units() / 16; units /= 2) {
            ladder.add(trials.of(layer.withUnits(units), weights));
        }
        Trial best = start;
        List<LayerPlan> layers = trials.sorted(round).stream()
                .map(trial -> trial.plan().layer())
                .filter(kind -> kind.units() > 0)
                .limit(2)
                .toList();
        for (int units = 2 * layer.units(); units > 0 && units <= mostUnits(); units *= 2) {
            List<Trial> larger = trials.of(scaled(layers, units), weights, Trials.MOST_ROWS);
            ladder.addAll(larger);
            Trial next = trials.best(larger);
            if (trials.value(next) <= trials.value(best)) {
                break;
            }
            best = next;
            layers = List.of(next.plan().layer());
        }
        return ladder;
    }

    private int mostUnits() {
        return Math.min(goal.mostUnits(), Math.max(FEWEST_UNITS, run.rows()));
    }

    private static List<LayerPlan> scaled(List<LayerPlan> layers, int units) {
        return layers.stream()
                .map(layer -> layer.units() == 0 ? layer : layer.withUnits(units))
                .toList();
    }

    private Result result(List<Trial> last) {
        List<Trial> allowed = last.stream().filter(goal::allows).toList();
        if (allowed.isEmpty()) {
            allowed = trials.all().stream().filter(goal::allows).toList();
        }
        if (allowed.isEmpty()) {
            Optional<Trial> least = trials.all().stream().min(Comparator.comparing(Trial::modelledNanos));
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "no plan meets the limits: the cheapest that was tried takes %,.0f ns a reading and %,d bytes;"
                            + " allow more, or name fewer hidden units",
                    least.map(Trial::nanos).orElse(0.0),
                    least.map(Trial::bytes).orElse(0L)));
        }
        return new Result(trials.choose(allowed, Comparator.comparing(Trial::modelledNanos)), trials.all());
    }
}
