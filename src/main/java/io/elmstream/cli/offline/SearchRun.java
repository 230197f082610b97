package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Progress;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.elm.Abstention;
import io.elmstream.elm.Elm;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.Samples;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.model.Probes;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.SearchGoal;
import io.elmstream.training.Validation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/** Searches for a plan with a progress bar, and measures each model on this machine. */
final class SearchRun {

    private SearchRun() {}

    static PlanSearch.Result of(Samples rows, Validation validation, SearchGoal goal, ModelId id) {
        ReadingTime time = new ReadingTime();
        PlanSearch.Costs costs = new PlanSearch.Costs() {
            @Override
            public double nanos(Elm elm) {
                return time.nanos(elm);
            }

            @Override
            public long bytes(Elm elm) {
                // upper bound: the golden rows are chosen after the training
                long golden = (long) ProbeRows.MOST
                        * (rows.featureNames().size() + rows.labels().size())
                        * Float.BYTES;
                Optional<Trust> trust = Optional.of(trust(elm));
                return golden
                        + ArtefactFormat.write(
                                        new Artefact(id, 1, elm, Probes.none(elm), trust, Optional.of(profile(elm))))
                                .length;
            }
        };
        try (ProgressBar progress = Progress.of("comparing", PlanSearch.trials(goal))) {
            return PlanSearch.search(rows, validation, goal, costs, new AllCores(), trial -> {
                progress.step();
                progress.setExtraMessage(trial.plan().layer().description());
            });
        }
    }

    /** Returns any profile of a model's shape: none is larger. */
    private static TrainingProfile profile(Elm elm) {
        float[] shares = new float[elm.labels().size()];
        shares[0] = 1;
        float[] edges = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        float[] bins = new float[edges.length + 2];
        bins[0] = 1;
        List<FeatureBins> features = Collections.nCopies(elm.featureNames().size(), new FeatureBins(edges, bins));
        return new TrainingProfile(1, features, shares, 0, shares, 0, 0);
    }

    /** Returns any trust of a model's shape: all have the same size. */
    private static Trust trust(Elm elm) {
        int inputs = elm.featureNames().size();
        int classes = elm.labels().size();
        return new Trust(
                Abstention.never(classes),
                new LabelSets(0.5, new float[classes]),
                new TrainingRange(new float[inputs], new float[inputs], 0));
    }
}
