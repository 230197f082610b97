package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.data.CsvSamples;
import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.Trained;
import io.elmstream.training.TrainingException;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.Validation;
import java.util.Optional;

/**
 * A student beside the same plan trained on the labels alone, and its teachers: on test rows if there are any,
 * otherwise on the labelled rows that the validation predicts, and without labels by the classes of the teachers.
 *
 * @param student quality of the student
 * @param labelsAlone the other model; empty if the labels do not suffice
 * @param teachers quality of the teachers
 */
record Distilled(Quality student, Optional<LabelsAlone> labelsAlone, Quality teachers) {

    /** A model trained on the labels alone. */
    record LabelsAlone(Elm elm, Quality quality) {}

    /**
     * Compares them.
     *
     * @param trained the student
     * @param rows its training rows
     * @param plan its plan
     * @param validation chose its lambda
     */
    static Distilled of(
            Console console,
            Trained trained,
            CsvSamples rows,
            Teachers teachers,
            TrainingPlan plan,
            Validation validation,
            Optional<CsvSamples> test) {
        if (test.isPresent()) {
            String name = "test rows";
            return new Distilled(
                    quality(name, trained.elm(), test.get()),
                    labelsAlone(console, rows, plan, validation)
                            .map(alone -> new LabelsAlone(alone.elm(), quality(name, alone.elm(), test.get()))),
                    Quality.of(name, new TaughtRows(test.get(), teachers).ofTeachers()));
        }
        String name = judgedOn(validation, rows);
        return new Distilled(
                Quality.of(name, trained.validated().evaluation()),
                labelsAlone(console, rows, plan, validation)
                        .map(alone -> new LabelsAlone(
                                alone.elm(), Quality.of(name, validated(alone, rows, plan, validation)))),
                Quality.of(name, new TaughtRows(judged(validation, rows), teachers).ofTeachers()));
    }

    /** Returns which rows a validation judges a student on, in a few words. */
    static String judgedOn(Validation validation, CsvSamples rows) {
        if (validation instanceof Validation.Others || rows.labelledRows() == rows.rows()) {
            return validation.description();
        }
        return validation.description()
                + (rows.labelledRows() > 0 ? " on the rows with a label" : " by the teacher's classes");
    }

    private static Optional<Trained> labelsAlone(
            Console console, CsvSamples rows, TrainingPlan plan, Validation validation) {
        if (rows.labelledRows() == 0) {
            return Optional.empty();
        }
        Validation own = validation instanceof Validation.Others ? validation : new Validation.LeaveOneOut();
        try {
            return Optional.of(ElmTrainer.train(labelled(rows), plan, own, new AllCores()));
        } catch (TrainingException e) {
            console.say(true, "no model of the labels alone to compare with: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the quality of a model of the labels alone, on the rows that the student was judged on. */
    private static Evaluation validated(Trained alone, CsvSamples rows, TrainingPlan plan, Validation validation) {
        if (validation instanceof Validation.LeaveOneOut || validation instanceof Validation.Others) {
            return alone.validated().evaluation();
        }
        Validation same = new Validation.Others(judged(validation, rows), validation.description());
        Samples fitted = labelled(validation.toFit(rows, rows.rows()));
        return ElmTrainer.validate(fitted, plan, same, new AllCores()).evaluation();
    }

    private static Samples judged(Validation validation, CsvSamples rows) {
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

    private static Quality quality(String name, Elm elm, CsvSamples rows) {
        return Quality.of(name, ScoredRows.of(elm, rows).evaluation());
    }

    /** Returns which part of the distance between labels alone and teachers the student closes, if there is one. */
    Optional<Double> closed() {
        return labelsAlone
                .map(alone -> alone.quality().accuracy())
                .filter(alone -> teachers.accuracy() > alone)
                .map(alone -> (student.accuracy() - alone) / (teachers.accuracy() - alone));
    }
}
