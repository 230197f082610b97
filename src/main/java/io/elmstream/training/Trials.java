package io.elmstream.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The plans that a search has tried, in order, and which of them are better. */
final class Trials {

    /** The largest number of rows that plans are trained on. */
    static final int MOST_ROWS = 60_000;

    /** Differences below this part of a standard error do not count. */
    private static final double SLACK = 0.25;

    /** The largest difference that does not count. Of a few hundred rows, the standard error is some per cent. */
    private static final double MOST_SLACK = 0.002;

    private final SearchGoal goal;
    private final TrialRun run;
    private final Map<Tried, Trial> all = new LinkedHashMap<>();

    private record Tried(TrainingPlan plan, int rows) {}

    Trials(SearchGoal goal, TrialRun run) {
        this.goal = goal;
        this.run = run;
    }

    /** Returns the plans tried so far, in order. */
    List<Trial> all() {
        return List.copyOf(all.values());
    }

    /** Tries layers on about so many rows; what has been tried is not tried again. */
    List<Trial> of(List<LayerPlan> layers, ClassWeights weights, int rows) {
        return layers.stream()
                .map(layer -> new Tried(goal.plan(layer, weights), Math.min(rows, run.rows())))
                .map(tried -> all.computeIfAbsent(tried, next -> run.of(next.plan(), next.rows())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Tries a layer on all rows held. */
    Trial of(LayerPlan layer, ClassWeights weights) {
        return of(List.of(layer), weights, MOST_ROWS).get(0);
    }

    double value(Trial trial) {
        return goal.metric().value(trial.scores());
    }

    /**
     * Returns the one with the least log loss, which scatters less, of those that the metric cannot tell from the best.
     */
    Trial best(List<Trial> round) {
        Trial highest = sorted(round).get(0);
        double enough = value(highest) - SLACK * goal.metric().error(highest.scores());
        return sorted(round, Metric.LOG_LOSS).stream()
                .filter(trial -> value(trial) >= enough)
                .findFirst()
                .orElse(highest);
    }

    /** Returns the best by the goal's metric first. */
    List<Trial> sorted(List<Trial> round) {
        return sorted(round, goal.metric());
    }

    /** Returns the best by a metric first. */
    static List<Trial> sorted(List<Trial> round, Metric metric) {
        return round.stream()
                .sorted(Comparator.comparing((Trial trial) -> -metric.value(trial.scores()))
                        .thenComparing(trial -> trial.scores().logLoss()))
                .toList();
    }

    /** Returns the layers that are best by the metric or by the log loss, which scatters less, in turn. */
    List<LayerPlan> best(List<Trial> round, int count) {
        List<Trial> byMetric = sorted(round);
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

    /** Returns the first in order of those that are as good as the best, also by the log loss. */
    Trial choose(List<Trial> among, Comparator<Trial> order) {
        Trial best = best(among);
        double enough = value(best) - Math.min(MOST_SLACK, SLACK * goal.metric().error(best.scores()));
        double loss = best.scores().logLoss() + SLACK * best.scores().logLossError();
        return among.stream()
                .filter(trial -> value(trial) >= enough && trial.scores().logLoss() <= loss)
                .min(order)
                .orElse(best);
    }
}
