package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.model.ModelId;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.SearchGoal;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.UnitPlan;
import io.elmstream.training.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name the plan of a training, or how to search for one. */
final class PlanOptions {

    /**
     * A plan.
     *
     * @param tried what it was compared with; empty if it was named
     * @param picture writes the picture of the search, if one is wanted; to be called when the model is written, so
     *     that no training is lost if this fails
     */
    record Chosen(TrainingPlan plan, List<TrainCommand.Tried> tried, Runnable picture) {}

    private static final int ONLINE_UNITS = 200;

    @Mixin
    private LayerOptions layer;

    @Mixin
    private SearchOptions search;

    @Option(
            names = "--class-weights",
            paramLabel = "W",
            description = "the weight of a row by its class: none; balanced, which is 0.3; a number P above 0 and"
                    + " up to 1, where a row of a class with n rows has the weight n^-P, so that 1 gives all classes"
                    + " the same total weight; or LABEL=WEIGHT,... (default: none; --auto searches the balance)")
    private @Nullable String weights;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "the seed of the hidden weights and of the rows that units are drawn from (default: 1)")
    private @Nullable Long seed;

    /** Checks that no file is both read and written, or written twice. */
    void requireApart(Path out, Map<Path, String> inputs) {
        search.requireApart(out, inputs);
    }

    /** Returns the number of hidden units, if it is named. */
    Optional<Integer> hidden() {
        return layer.hidden();
    }

    /**
     * Checks the options before any row is read.
     *
     * @return chooses the plan by the training rows and the validation
     */
    BiFunction<Samples, Validation, Chosen> choice(ModelId id, MissingValues missing) {
        Optional<ClassWeights> classWeights =
                Optional.ofNullable(weights).map(text -> Weighting.parse(text, "--class-weights"));
        if (!search.searches(layer)) {
            search.requireNone();
            LayerPlan units = layer.plan();
            if (seed != null && units.units() == 0) {
                throw new CommandFailure(
                        "BAD_VALUE", "--seed has no effect with --layer linear, which has no hidden units", "--seed");
            }
            TrainingPlan plan = new TrainingPlan(
                    units, classWeights.orElse(new ClassWeights.None()), missing, seed(), ProductVersion.number());
            return (rows, validation) -> new Chosen(plan, List.of(), () -> {});
        }
        SearchGoal goal = search.goal(layer, classWeights, missing, seed());
        Optional<OutputFile> picture = search.picture();
        return (rows, validation) -> {
            PlanSearch.Result result = SearchRun.of(rows, validation, withinMemory(goal, rows), id);
            return new Chosen(
                    result.chosen().plan(),
                    SearchTable.tried(result),
                    () -> picture.ifPresent(file -> file.write(SearchPicture.svg(goal.metric(), result))));
        };
    }

    /** Returns the plan for learning online, which searches for no layer. */
    TrainingPlan online(MissingValues missing) {
        LayerPlan units = layer.open() ? mixedAndRadial(hidden().orElse(ONLINE_UNITS)) : layer.plan();
        return new TrainingPlan(units, new ClassWeights.None(), missing, seed(), ProductVersion.number());
    }

    /** Half of the units see few features, half are around rows: each kind serves data that the other does not. */
    private static LayerPlan mixedAndRadial(int units) {
        UnitPlan mixed = new UnitPlan.Mixed(Math.max(1, units / 2), Activation.TANH);
        return units < 2
                ? LayerPlan.of(mixed)
                : new LayerPlan(List.of(mixed, new UnitPlan.Radial(units - units / 2, 0.4f)), true);
    }

    /** Checks that no layer is named, where a model has one. */
    void requireNoLayer() {
        if (!layer.open() || hidden().isPresent() || seed != null) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--from has a hidden layer; name neither --hidden, --layer, --activation nor --seed",
                    "--from");
        }
    }

    /** Returns the file of the picture, if one is wanted. */
    Optional<OutputFile> picture() {
        return search.picture();
    }

    private long seed() {
        return seed == null ? 1 : seed;
    }

    /** Refuses if the heap has no room for the named plan, or not even for the smallest ones of a search. */
    void requireMemory(TableSamples rows) {
        TrainingMemory memory = TrainingMemory.of(rows);
        if (search.searches(layer)) {
            memory.require(
                    hidden().isPresent() ? "--hidden" : "--auto", hidden().orElse(TrainingMemory.FEWEST_UNITS), true);
        } else {
            LayerPlan plan = layer.plan();
            memory.require(plan.units() > 0 ? "--hidden" : "--layer", plan.units(), plan.direct());
        }
    }

    private SearchGoal withinMemory(SearchGoal goal, Samples rows) {
        TrainingMemory memory = TrainingMemory.ofAnyRows(
                rows.featureNames().size(), rows.labels().size());
        return hidden().isPresent() ? goal : goal.withMostUnits(memory.mostUnits(goal.mostUnits()));
    }
}
