package io.elmstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    private static final Deployment FIRST = Step.champion(1, Step.BEGINNING, 1, "first", 0);
    private static final Deployment SECOND = Step.champion(2, 1_000, 2, "second", 0);

    @Test
    void shouldGiveTheChampionOfTheEventTime() {
        // Given
        Timeline timeline = new Timeline(SHUTTLE, List.of(FIRST, SECOND));

        // When / Then
        assertThat(timeline.stepAt(Long.MIN_VALUE)).contains(FIRST);
        assertThat(timeline.stepAt(999)).contains(FIRST);
        assertThat(timeline.stepAt(1_000)).contains(SECOND);
        assertThat(timeline.stepAt(Long.MAX_VALUE)).contains(SECOND);
        assertThat(timeline.latest()).contains(SECOND);
    }

    @Test
    void shouldGiveNothingWhileThereIsNoStep() {
        // Given
        Timeline timeline = Timeline.empty(SHUTTLE);

        // When / Then
        assertThat(timeline.stepAt(0)).isEmpty();
        assertThat(timeline.latest()).isEmpty();
        assertThat(timeline.revision()).isZero();
    }

    @Test
    void shouldPassOverAVoidedStepButRememberItAsOfItsOwnRevision() {
        // Given
        Step voided = Step.champion(2, 1_000, 2, "second", 0).voided(3);
        Step rollback = Step.champion(3, 5_000, 1, "rolled back", 0);
        Timeline timeline = new Timeline(SHUTTLE, List.of(FIRST, voided, rollback));

        // When / Then
        assertThat(timeline.stepAt(2_000)).contains(FIRST);
        assertThat(timeline.asOf(2)).isEqualTo(new Timeline(SHUTTLE, List.of(FIRST, SECOND)));
        assertThat(timeline.asOf(2).stepAt(2_000)).contains(SECOND);
        assertThat(timeline.asOf(3)).isEqualTo(timeline);
        assertThat(timeline.asOf(0)).isEqualTo(Timeline.empty(SHUTTLE));
    }

    @Test
    void shouldForgetTheOldestStepBeyondTheBound() {
        // Given
        Timeline timeline = Timeline.empty(SHUTTLE).with(FIRST);

        // When
        for (int revision = 2; revision <= Timeline.MAX_STEPS + 1; revision++) {
            timeline = timeline.with(Step.champion(revision, revision * 10L, revision, "next", 0));
        }

        // Then
        assertThat(timeline.steps()).hasSize(Timeline.MAX_STEPS);
        assertThat(timeline.revision()).isEqualTo(Timeline.MAX_STEPS + 1);
        assertThat(timeline.stepAt(0).map(Step::champion)).contains(2);
        assertThat(timeline.stepAt(30).map(Step::champion)).contains(3);
    }

    @Test
    void shouldForgetVoidedStepsBeforeTheOneThatServes() {
        // Given
        List<Step> steps =
                new ArrayList<>(List.of(FIRST, Step.champion(2, 20, 2, "bad", 0).voided(3)));
        for (int revision = 3; revision <= Timeline.MAX_STEPS; revision++) {
            steps.add(Step.champion(revision, revision * 10L, revision, "next", 0));
        }

        // When
        Timeline timeline =
                new Timeline(SHUTTLE, steps).with(Step.champion(Timeline.MAX_STEPS + 1, 1_000_000, 1, "last", 0));

        // Then
        assertThat(timeline.steps()).extracting(Step::revision).startsWith(1L, 3L);
        assertThat(timeline.stepAt(20).map(Step::champion)).contains(1);
    }

    @Test
    void shouldKeepTheChampionHoweverManyStepsAreTakenBack() {
        // Given
        Timeline timeline = Timeline.empty(SHUTTLE).with(FIRST);

        // When
        for (int bad = 2; bad <= Timeline.MAX_STEPS; bad++) {
            long revision = timeline.revision() + 1;
            timeline = timeline.with(Step.champion(revision, revision * 10, bad, "bad", 0))
                    .without(revision, "back", 0);
        }

        // Then
        assertThat(timeline.steps()).hasSize(Timeline.MAX_STEPS);
        assertThat(timeline.serving()).containsExactly(FIRST);
    }

    @Test
    void shouldRefuseStepsThatAreNotATimeline() {
        // Given / When / Then
        assertThatThrownBy(() -> new Timeline(SHUTTLE, List.of(SECOND)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from the beginning, got 1000");
        assertThatThrownBy(() -> new Timeline(SHUTTLE, List.of(FIRST, FIRST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("revisions of shuttle must increase");
        assertThatThrownBy(() -> Step.champion(0, 0, 1, "", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("revision must be 1 or more");
        assertThatThrownBy(() -> Step.champion(1, 0, -1, "", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("champion must be 0 or more");
        assertThatThrownBy(() -> Step.champion(2, 0, 1, "", 0).voided(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("voidedBy must be higher");
    }

    @Property
    void shouldAgreeWithAReferenceThatLooksAtEveryStep(
            @ForAll @IntRange(max = 20) int length,
            @ForAll long seed,
            @ForAll @LongRange(min = -10, max = 110) long eventTime) {
        // Given
        Timeline timeline = randomTimeline(length, new Random(seed));

        // When
        Optional<Deployment> step = timeline.stepAt(eventTime);

        // Then
        Optional<Step> expected = timeline.steps().stream()
                .filter(candidate -> candidate.voidedBy().isEmpty() && candidate.effectiveFrom() <= eventTime)
                .max((a, b) -> Long.compare(a.revision(), b.revision()));
        assertThat(step.map(Step.class::cast)).isEqualTo(expected);
    }

    private static Timeline randomTimeline(int length, Random random) {
        List<Step> steps = new ArrayList<>();
        for (int revision = 1; revision <= length; revision++) {
            long from = revision == 1 ? Step.BEGINNING : random.nextInt(100);
            OptionalLong voidedBy =
                    random.nextInt(4) == 0 ? OptionalLong.of(revision + 1L + random.nextInt(3)) : OptionalLong.empty();
            Step step = Step.champion(revision, from, 1 + random.nextInt(5), "", 0);
            steps.add(step.withVoidedBy(voidedBy));
        }
        return new Timeline(SHUTTLE, steps);
    }
}
