package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.quality.Prequential;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.OnlineBasis;
import io.elmstream.training.OnlineLearner;
import io.elmstream.training.OnlinePlan;
import io.elmstream.training.TrainingException;
import io.elmstream.training.TrustGoal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;

/** Learns from the rows of a file one after the other, each predicted before it is learnt. */
final class OnlineTraining {

    /** The most features that are earlier labels; each is a direct link, too. */
    private static final int MOST_LAGGED = 10_000;

    private final Console console;
    private final OnlineOptions options;
    private final DataOptions data;
    private final PlanOptions plans;
    private final boolean manyClasses;

    OnlineTraining(Console console, OnlineOptions options, DataOptions data, PlanOptions plans, boolean manyClasses) {
        this.console = console;
        this.options = options;
        this.data = data;
        this.plans = plans;
        this.manyClasses = manyClasses;
    }

    OnlineResult run(ModelId id, int version, MissingValues missing, TrustGoal goal, OutputFile out) {
        int lags = options.lags();
        int first = options.first();
        int every = options.every();
        Optional<Artefact> from = options.from().map(OnlineTraining::read);
        from.ifPresent(model -> plans.requireNoLayer());
        Optional<Elm> parent = from.map(Artefact::elm);
        Optional<OutputFile> picture = plans.picture();
        TableSamples found =
                data.toTrain(console, manyClasses, parent.map(Elm::missing).orElse(missing));
        OnlineRows rows = rows(found, parent, lags);
        requireLags(rows, lags);
        OnlinePlan plan = options.plan(rows.timed(), goal);
        OnlineCourse course = new OnlineCourse(plan.forgetting(), plan.window(), first, found.rows());
        OnlineLearner learner = learner(rows, parent, first, missing, plan, course, TrainingMemory.of(found));
        from.flatMap(Artefact::trust).ifPresent(trust -> learner.startFrom(trust.range()));
        ProbeRows probes = new ProbeRows(rows);
        Span span = new Span();
        long start = System.nanoTime();
        learn(learner, probes, rows, first, every, course, span, found.bytes());
        double seconds = (System.nanoTime() - start) / 1e9;
        Elm elm = model(learner, every, rows.timed() ? span.text() : "");
        byte[] bytes = ArtefactFormat.write(
                new Artefact(id, version, elm, probes.of(elm), Optional.of(learner.trust()), learner.profile()));
        out.write(bytes);
        picture.ifPresent(file -> file.write(OnlinePicture.svg(course, learner.rows(), plan.window())));
        return result(id, version, learner, course, lags, seconds, bytes);
    }

    private static void requireLags(OnlineRows rows, int lags) {
        if ((long) lags * rows.labels().size() > MOST_LAGGED) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    String.format(
                            Locale.ROOT,
                            "--lagged-labels: %,d earlier labels of %,d classes are %,d features; there may be %,d",
                            lags,
                            rows.labels().size(),
                            (long) lags * rows.labels().size(),
                            MOST_LAGGED),
                    "--lagged-labels");
        }
        Set<String> names = new HashSet<>();
        rows.featureNames().stream()
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandFailure(
                            "BAD_VALUE",
                            "--lagged-labels: --data has a column \"" + name
                                    + "\", which is the name of an earlier label; rename it, or leave it out with"
                                    + " --ignore",
                            "--lagged-labels");
                });
    }

    private static Artefact read(Path file) {
        Artefact artefact = ModelFile.read(file, "--from").artefact();
        if (artefact.classifier() instanceof Elm) {
            return artefact;
        }
        throw new CommandFailure(
                "BAD_MODEL",
                "--from: " + artefact.key() + " is a draft with its verifier; name one that is a single model",
                "--from");
    }

    /** Returns the rows with the features of the model to start from, if there is one, and all classes. */
    private OnlineRows rows(TableSamples found, Optional<Elm> parent, int lags) {
        var table = data.table().open();
        var columns = data.table().files().readings(table, Optional.empty());
        if (parent.isEmpty()) {
            return new OnlineRows(found, columns, lags);
        }
        Elm elm = parent.get();
        Set<String> labels = new LinkedHashSet<>(elm.labels());
        labels.addAll(found.labels());
        int own = elm.featureNames().size() - lags * labels.size();
        List<String> features = elm.featureNames().subList(0, Math.max(0, own));
        TableSamples rows = DataOptions.accepting(
                elm.missing(),
                TableSamples.toEvaluate(table, data.label(), data.table().range(), features, new ArrayList<>(labels)),
                "leave the row out, or start from a model that was trained with --missing MEAN");
        OnlineRows online = new OnlineRows(rows, columns, lags);
        if (!online.featureNames().equals(elm.featureNames())) {
            throw new CommandFailure(
                    "BAD_MODEL",
                    "--from: the model has no features for " + Counted.of(lags, "lagged label") + " of the classes "
                            + labels + "; it has the features " + elm.featureNames(),
                    "--from");
        }
        return online;
    }

    private OnlineLearner learner(
            OnlineRows rows,
            Optional<Elm> parent,
            int first,
            MissingValues missing,
            OnlinePlan plan,
            OnlineCourse course,
            TrainingMemory memory) {
        if (parent.isPresent()) {
            memory.requireOnline(
                    parent.get().hidden().units(), plan.forgetting().size());
            OnlineLearner learner = new OnlineLearner(OnlineBasis.of(parent.get()), plan, course);
            learner.startFrom(parent.get());
            rows.labels().stream().skip(learner.labels().size()).forEach(learner::addClass);
            return learner;
        }
        var layer = plans.online(missing);
        memory.requireOnline(
                layer.layer().columns(rows.featureNames().size()),
                plan.forgetting().size());
        try {
            return new OnlineLearner(OnlineBasis.of(rows.where(row -> row <= first), layer), plan, course);
        } catch (TrainingException e) {
            throw new CommandFailure("BAD_DATA", "--data: " + e.getMessage(), "--data");
        }
    }

    private void learn(
            OnlineLearner learner,
            ProbeRows probes,
            OnlineRows rows,
            int first,
            int every,
            OnlineCourse course,
            Span span,
            long bytes) {
        long[] count = {0};
        long before = rows.bytesRead();
        try (ProgressBar progress = Progress.ofBytes("learning", bytes)) {
            probes.forEach((features, label) -> {
                long row = ++count[0];
                if (row > first) {
                    course.expect(rows.last());
                }
                learner.learn(features, label, 1, rows.time());
                span.add(rows.time());
                if (row >= first && (row - first) % every == 0) {
                    solve(learner, row, course);
                    progress.setExtraMessage(String.format(
                            Locale.ROOT,
                            "accuracy %.2f %%",
                            100 * course.tally().recentAccuracy()));
                }
                progress.stepTo(rows.bytesRead() - before);
            });
            if (count[0] < first || (count[0] - first) % every != 0) {
                solve(learner, count[0], course);
            }
        }
    }

    private static void solve(OnlineLearner learner, long row, OnlineCourse course) {
        learner.solve();
        course.solved(row, learner.serving());
    }

    private static Elm model(OnlineLearner learner, int every, String span) {
        String validation = String.format(
                Locale.ROOT,
                "the last %,d rows, each before it was learnt; forgetting: %s; solved each %,d rows%s",
                learner.recent().rows(),
                OnlineCourse.name(learner.serving()),
                every,
                span);
        try {
            return learner.elm(validation);
        } catch (TrainingException e) {
            throw new CommandFailure("BAD_DATA", "--data: " + e.getMessage(), "--data");
        }
    }

    private static OnlineResult result(
            ModelId id,
            int version,
            OnlineLearner learner,
            OnlineCourse course,
            int lags,
            double seconds,
            byte[] bytes) {
        Prequential tally = course.tally();
        var hidden = learner.basis().hidden();
        return new OnlineResult(
                id.value(),
                version,
                learner.rows(),
                tally.rows(),
                tally.accuracy(),
                tally.accuracyOfLastLabel(),
                tally.kappa(),
                tally.kappaTemporal(),
                tally.macroRecall(),
                learner.coverage(),
                new OnlineResult.Recent(tally.recentRows(), tally.recentAccuracy(), tally.recentAccuracyOfLastLabel()),
                tally.drifts(),
                course.versions().size(),
                course.served().entrySet().stream()
                        .map(rule -> new OnlineResult.Served(
                                rule.getKey(),
                                rule.getValue(),
                                rule.getKey().equals(OnlineCourse.name(learner.serving()))))
                        .toList(),
                units(hidden),
                hidden.description(),
                learner.plan().ridge(),
                lags,
                learner.recent().calibrationError(),
                seconds,
                bytes.length,
                ArtefactFormat.digest(bytes));
    }

    /** Returns the number of units without direct links. */
    private static int units(HiddenLayer layer) {
        HiddenUnits units = layer.expand();
        return (int) IntStream.range(0, units.count())
                .filter(u -> units.activation(u) != Activation.LINEAR)
                .count();
    }

    /** The times of the first and the last row. */
    private static final class Span {

        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        void add(Instant time) {
            first = time.isBefore(first) ? time : first;
            last = time.isAfter(last) ? time : last;
        }

        String text() {
            return "; rows of " + first + " to " + last;
        }
    }
}
