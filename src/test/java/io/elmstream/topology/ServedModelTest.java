package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Elm;
import io.elmstream.kernel.PackedModel;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.TestModels;
import io.elmstream.wire.ServedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class ServedModelTest {

    private static final PackedModel PACKED = packed();

    @Property
    void shouldServeWhatTheTimelineSaysWhenAllIsReady(
            @ForAll("timelines") Timeline timeline, @ForAll @LongRange(min = -10, max = 110) long eventTime) {
        // Given
        ServedModel model = ServedModel.of(timeline, step -> Optional.of(ready(step)));

        // When
        Optional<Long> revision = model.at(eventTime).map(version -> version.served().revision());

        // Then
        assertThat(revision).isEqualTo(timeline.stepAt(eventTime).map(Step::revision));
    }

    @Property
    void shouldServeAsIfStepsThatCannotServeHadNotBeenMade(
            @ForAll("timelines") Timeline timeline,
            @ForAll Set<Integer> failed,
            @ForAll @LongRange(min = -10, max = 110) long eventTime) {
        // Given
        ServedModel model = ServedModel.of(
                timeline, step -> failed.contains(step.champion()) ? Optional.empty() : Optional.of(ready(step)));

        // When
        Optional<Long> revision = model.at(eventTime).map(version -> version.served().revision());

        // Then
        assertThat(revision)
                .isEqualTo(timeline.steps().stream()
                        .filter(step -> step.stands() && step.effectiveFrom() <= eventTime)
                        .filter(step -> !failed.contains(step.champion()))
                        .map(Step::revision)
                        .reduce((earlier, later) -> later));
    }

    @Provide
    Arbitrary<Timeline> timelines() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.longs().between(0, 100),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(true, false, false))
                .as((from, champion, voided) -> {
                    Step step = Step.champion(1, from, champion, "test", 0);
                    return voided ? step.voided(1_000) : step;
                });
        return steps.list().ofMaxSize(8).map(ServedModelTest::timeline);
    }

    private static Timeline timeline(List<Step> steps) {
        List<Step> numbered = new ArrayList<>();
        for (Step step : steps) {
            long from = numbered.isEmpty() ? Step.BEGINNING : step.effectiveFrom();
            numbered.add(new Step(numbered.size() + 1, from, step.champion(), step.challenger(), step.reason(), step.madeAt(),
                    step.takesBack(), step.voidedBy()));
        }
        return new Timeline(new ModelId("shuttle"), numbered);
    }

    private static ReadyVersion ready(Step step) {
        return new ReadyVersion(PACKED, new ServedVersion("shuttle", step.champion(), step.revision(), TestModels.LABELS));
    }

    private static PackedModel packed() {
        try {
            Elm elm = ArtefactFormat.read(TestModels.greater("shuttle", 1)).elm();
            return PackedModel.pack(elm);
        } catch (ArtefactException e) {
            throw new AssertionError(e);
        }
    }
}
