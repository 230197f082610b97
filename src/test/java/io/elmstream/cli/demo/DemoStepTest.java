package io.elmstream.cli.demo;

import static io.elmstream.cli.demo.DemoStep.Event.ACTIVATED;
import static io.elmstream.cli.demo.DemoStep.Event.CHALLENGED;
import static io.elmstream.cli.demo.DemoStep.Event.PROMOTED;
import static io.elmstream.cli.demo.DemoStep.Event.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoStepTest {

    private static final long BEGIN = 10_000;

    private final Timeline timeline = Timeline.empty(DemoModels.ID)
            .with(Step.champion(1, Step.BEGINNING, 1, "", BEGIN + 1_000))
            .with(Step.challenge(
                    2,
                    BEGIN + 2_500,
                    1,
                    new Challenger(2, Mode.SHADOW, new Share(5_000), Optional.empty()),
                    "",
                    BEGIN + 2_000))
            .with(Step.champion(3, BEGIN + 3_500, 2, "", BEGIN + 3_000))
            .with(Step.champion(4, BEGIN + 4_500, 4, "", BEGIN + 4_000))
            .without(4, "", BEGIN + 5_000);

    @Test
    void shouldNameWhatEachStepBrought() {
        // When
        List<DemoStep> steps = DemoStep.of(timeline, Map.of(1L, 10L, 3L, 30L), BEGIN);

        // Then
        assertThat(steps)
                .extracting(DemoStep::event)
                .containsExactly(ACTIVATED, CHALLENGED, PROMOTED, ACTIVATED, ROLLED_BACK);
        assertThat(steps).extracting(DemoStep::champion).containsExactly(1, 1, 2, 4, 2);
        assertThat(steps).extracting(DemoStep::predictions).containsExactly(10L, 0L, 30L, 0L, 0L);
        assertThat(steps.get(1).sharePercent()).contains(50.0);
        assertThat(steps.get(3).voidedBy()).contains(5L);
        assertThat(steps.get(4).takesBack()).contains(4L);
    }

    @Test
    void shouldTellWhenEachStepTookEffect() {
        // When
        List<DemoStep> steps = DemoStep.of(timeline, Map.of(), BEGIN);

        // Then
        assertThat(steps).extracting(DemoStep::fromSeconds).containsExactly(1.0, 2.5, 3.5, 4.5, 5.0);
    }
}
