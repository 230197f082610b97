package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.Trained;
import io.elmstream.training.TrainingException;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.Validation;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A student beside the same plan trained on the labels alone, and its teachers: on test rows if there are any,
 * otherwise on the labelled rows that the validation predicts, and without labels by the classes of the teachers.
 *
 * @param student quality of the student
 * @param labelsAlone the other model; empty if the labels do not suffice
 * @param teachers quality of the teachers
 */
record Distilled(Quality student, Optional<LabelsAlone> labelsAlone, Quality teachers) {

    static final String TEST_ROWS = "test rows";

    /** A model trained on the labels alone. */
    record LabelsAlone(Elm elm, Quality quality) {}

    /**
     * Compares them.
     *
     * @param trained the student
     * @param rows its training rows
     * @param plan its plan
     * @param validation chose its ridge parameter
     */
    static Distilled of(
            Console console,
            Trained trained,
            TableSamples rows,
            Teachers teachers,
            TrainingPlan plan,
            Validation validation,
            Optional<TableSamples> test) {
        String name = test.isPresent() ? TEST_ROWS : judgedOn(validation, rows);
        Samples judged = test.<Samples>map(others -> others).orElseGet(() -> judged(validation, rows));
        Evaluation student = test.map(others -> scored(trained.elm(), others))
                .orElse(trained.validated().evaluation());
        return new Distilled(
                Quality.of(name, student),
                labelsAlone(console, name, rows, plan, validation, test),
                Quality.of(name, new TaughtRows(judged, teachers, place(name, test)).ofTeachers()));
    }

    private static LongFunction<String> place(String name, Optional<TableSamples> test) {
        return test.<LongFunction<String>>map(rows -> rows::place).orElse(row -> "row " + row + " of " + name);
    }

    /** Checks that a validation predicts rows with labels, if any row has one. */
    static void requireJudged(Validation validation, TableSamples rows) {
        long[] count = {0};
        judged(validation, rows).forEach((features, label) -> count[0]++);
        if (count[0] == 0) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--validate: none of its rows (" + validation.description() + ") has a label; name others",
                    "--validate");
        }
    }

    /** Returns which rows a validation judges a student on, in a few words. */
    static String judgedOn(Validation validation, TableSamples rows) {
        if (validation instanceof Validation.Others || rows.labelledRows() == rows.rows()) {
            return validation.description();
        }
        return validation.description()
                + (rows.labelledRows() > 0 ? " on the rows with a label" : " by the teacher's classes");
    }

    private static Optional<LabelsAlone> labelsAlone(
            Console console,
            String name,
            TableSamples rows,
            TrainingPlan plan,
            Validation validation,
            Optional<TableSamples> test) {
        if (rows.labelledRows() == 0) {
            return Optional.empty();
        }
        boolean same = validation instanceof Validation.LeaveOneOut || validation instanceof Validation.Others;
        Validation own = same ? validation : new Validation.LeaveOneOut();
        try {
            Trained alone = ElmTrainer.train(labelled(rows), plan, own, new AllCores());
            Evaluation evaluation = test.map(others -> scored(alone.elm(), others))
                    .orElseGet(() -> same ? alone.validated().evaluation() : validated(rows, plan, validation));
            return Optional.of(new LabelsAlone(alone.elm(), Quality.of(name, evaluation)));
        } catch (TrainingException e) {
            console.say(true, "no model of the labels alone to compare with: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the quality of a model of the labels alone on the rows that a validation holds back. */
    private static Evaluation validated(TableSamples rows, TrainingPlan plan, Validation validation) {
        Validation others = new Validation.Others(judged(validation, rows), validation.description());
        Samples fitted = labelled(validation.toFit(rows, rows.rows()));
        return ElmTrainer.validate(fitted, plan, others, new AllCores()).evaluation();
    }

    private static Samples judged(Validation validation, TableSamples rows) {
        Samples predicted = validation.toPredict(rows, rows.rows());
        return rows.labelledRows() == 0 ? predicted : labelled(predicted);
    }

    private static Samples labelled(Samples rows) {
        return rows.via(next -> (features, label) -> {
            if (label != Samples.UNKNOWN) {
                next.row(features, label);
            }
        });
    }

    private static Evaluation scored(Elm elm, TableSamples rows) {
        return ScoredRows.of(elm, rows).evaluation();
    }

    /** Returns which part of the distance between labels alone and teachers the student closes, if there is one. */
    Optional<Double> closed() {
        return labelsAlone
                .map(alone -> alone.quality().accuracy())
                .filter(alone -> teachers.accuracy() > alone)
                .map(alone -> (student.accuracy() - alone) / (teachers.accuracy() - alone));
    }
}
