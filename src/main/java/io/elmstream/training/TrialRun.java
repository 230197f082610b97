package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tries plans on all rows or some of them, held in memory. */
final class TrialRun {

    private final RowStore rows;
    private final Validation validation;
    private final boolean complete;
    private final PlanSearch.Costs costs;
    private final Cores cores;
    private final Consumer<Trial> tried;
    private final Map<Integer, RowStore> parts = new HashMap<>();

    private TrialRun(
            RowStore rows,
            Validation validation,
            boolean complete,
            PlanSearch.Costs costs,
            Cores cores,
            Consumer<Trial> tried) {
        this.rows = rows;
        this.validation = validation;
        this.complete = complete;
        this.costs = costs;
        this.cores = cores;
        this.tried = tried;
    }

    /** @param most about how many rows to hold, and again for those that are held back */
    static TrialRun of(
            Samples samples,
            Validation validation,
            SearchGoal goal,
            PlanSearch.Costs costs,
            Cores cores,
            Consumer<Trial> tried,
            int most) {
        RowStatistics statistics = new RowStatistics(samples, goal.missing());
        samples.forEach(statistics);
        Samples fitted = validation.toFit(samples, statistics.rows());
        long[] count = {0};
        fitted.forEach((features, label) -> count[0]++);
        RowStore rows = stored(fitted, goal, most);
        return new TrialRun(
                rows,
                validation instanceof Validation.LeaveOneOut
                        ? validation
                        : new Validation.Others(
                                stored(validation.toPredict(samples, statistics.rows()), goal, most),
                                validation.description()),
                rows.size() == count[0],
                costs,
                cores,
                tried);
    }

    private static RowStore stored(Samples samples, SearchGoal goal, int most) {
        RowStatistics statistics = new RowStatistics(samples, goal.missing());
        samples.forEach(statistics);
        return RowStore.of(samples, statistics.rowsOfStratum(), most);
    }

    /** Returns the number of rows held. */
    int rows() {
        return rows.size();
    }

    /** @param most about how many rows to train on */
    Trial of(TrainingPlan plan, int most) {
        RowStore part = parts.computeIfAbsent(Math.min(most, rows.size()), rows::atMost);
        ElmTrainer.Fitted fitted = ElmTrainer.fit(part, plan, validation, cores);
        HeldOut outputs = fitted.outputs().judged();
        Elm elm = fitted.elm();
        Trial trial = new Trial(
                plan,
                part.size(),
                complete && part == rows,
                Scores.of(outputs.outputs(), outputs.labels(), outputs.shares(), elm.temperature(), part.labels()),
                LayerCost.nanos(elm.units(), part.labels().size()),
                costs.nanos(elm),
                costs.bytes(elm));
        tried.accept(trial);
        return trial;
    }
}
