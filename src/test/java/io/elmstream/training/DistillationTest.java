package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;
import io.elmstream.elm.UnitFamily;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on rows that teachers have scored. */
class DistillationTest {

    private static final Blobs ROWS = new Blobs(4, 3, 600, 5);

    private static final TrainingPlan PLAN = new TrainingPlan(
            LayerPlan.of(
                    new UnitPlan.Family(20, Activation.TANH, new UnitFamily(List.of(1, 2), List.of(1f, 4f)), true)),
            new ClassWeights.None(),
            MissingValues.REFUSE,
            1,
            "test");

    /** How sure the teacher is of the row's own class, and whether that class is known. */
    private interface Knowledge {
        SoftLabel of(long row, int label);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLearnFromACertainTeacherWhatLabelsTeach(boolean known) {
        // Given
        Samples taught = taught((row, label) -> new SoftLabel(label, known, sure(label, 1)));

        // When
        Elm student = ElmTrainer.train(taught, PLAN);

        // Then
        Elm ordinary = ElmTrainer.train(ROWS, PLAN);
        assertThat(student.hidden()).isEqualTo(ordinary.hidden());
        assertThat(student.beta()).containsExactly(ordinary.beta(), within(1e-5f));
        assertThat(student.temperature()).isCloseTo(ordinary.temperature(), within(1e-5));
        assertThat(student.provenance().lambda())
                .isEqualTo(ordinary.provenance().lambda());
        assertThat(student.provenance().quality())
                .isEqualTo(ordinary.provenance().quality());
    }

    @Test
    void shouldFollowTheTeacherWhereNoLabelIsKnown() {
        // Given: the teacher takes each class for the next
        Samples taught = taught((row, label) -> new SoftLabel((label + 1) % 3, false, sure((label + 1) % 3, 0.8f)));

        // When
        Elm student = ElmTrainer.train(taught, PLAN);

        // Then
        Evaluation.Tally tally = new Evaluation.Tally(ROWS.labels());
        ROWS.forEach((row, label) -> tally.add((label + 1) % 3, student.probabilities(row)));
        assertThat(tally.evaluation().accuracy()).isGreaterThan(0.98);
        double[] confidence = {0};
        ROWS.forEach((row, label) -> confidence[0] += student.probabilities(row)[(label + 1) % 3] / ROWS.rows());
        assertThat(confidence[0]).isCloseTo(0.8, within(0.03));
    }

    @Test
    void shouldBeJudgedByKnownLabels() {
        // Given: every tenth label is known, and the teacher is never right
        Samples taught = taught((row, label) -> row % 10 == 0
                ? new SoftLabel(label, true, sure((label + 1) % 3, 0.9f))
                : new SoftLabel((label + 1) % 3, false, sure((label + 1) % 3, 0.9f)));

        // When
        Validated validated = ElmTrainer.validate(taught, PLAN, new Validation.LeaveOneOut(), Cores.ONE);
        Validated later = ElmTrainer.validate(taught, PLAN, new Validation.Time(), Cores.ONE);

        // Then
        assertThat(validated.evaluation().rows()).isEqualTo(60);
        assertThat(validated.evaluation().accuracy()).isLessThan(0.2);
        assertThat(later.evaluation().rows()).isEqualTo(12);
    }

    @Test
    void shouldTellRowsOfAnUnsureTeacherApartInTheDigest() {
        // Given
        Samples known = taught((row, label) -> new SoftLabel(label, true, sure(label, 0.9f)));
        Samples unknown = taught((row, label) -> new SoftLabel(label, false, sure(label, 0.9f)));

        // When
        Elm first = ElmTrainer.train(known, PLAN);
        Elm second = ElmTrainer.train(unknown, PLAN);

        // Then
        assertThat(first).isEqualTo(ElmTrainer.train(known, PLAN)).isNotEqualTo(second);
        assertThat(first.provenance().dataDigest())
                .isNotEqualTo(second.provenance().dataDigest());
    }

    @Test
    void shouldSearchOnRowsOfATeacher() {
        // Given
        Samples taught = taught((row, label) -> new SoftLabel(label, row % 5 == 0, sure(label, 0.9f)));
        SearchGoal goal = new SearchGoal(
                Metric.ACCURACY,
                Optional.of(12),
                12,
                Optional.of(new ClassWeights.None()),
                Double.POSITIVE_INFINITY,
                Long.MAX_VALUE,
                MissingValues.REFUSE,
                1,
                "test");

        // When
        PlanSearch.Result result = PlanSearch.search(
                taught,
                new Validation.LeaveOneOut(),
                goal,
                new PlanSearch.Costs() {
                    @Override
                    public double nanos(Elm elm) {
                        return elm.units().count();
                    }

                    @Override
                    public long bytes(Elm elm) {
                        return elm.beta().length;
                    }
                },
                Cores.ONE,
                trial -> {});

        // Then
        assertThat(result.chosen().rows()).isEqualTo(600);
        assertThat(result.chosen().scores().accuracy()).isGreaterThan(0.95);
    }

    private static Samples taught(Knowledge knowledge) {
        return ROWS.via(next -> {
            long[] row = {0};
            return (features, label) -> next.row(features, knowledge.of(++row[0], label));
        });
    }

    /** Returns the probability of one class, and the rest in equal parts. */
    private static float[] sure(int label, float probability) {
        float[] probabilities = {(1 - probability) / 2, (1 - probability) / 2, (1 - probability) / 2};
        probabilities[label] = probability;
        return probabilities;
    }
}
