package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.LearningState;
import io.elmstream.wire.avro.ModelLearner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LearningResultTest {

    private static final Timeline TIMELINE = Timeline.empty(new ModelId("pump"));

    @Test
    void shouldSayHowNewVersionsAreTried() {
        // Given
        Gate gate = new Gate(1_000, OptionalDouble.of(0.005), OptionalDouble.of(0.9), 0);
        Learning canary = new Learning(true, Mode.CANARY, new Share(1_250), Optional.of(gate));
        Learning shadow = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());

        // When, then
        assertThat(LearningResult.of(TIMELINE, canary, Optional.empty()).lines(canary))
                .containsExactly(
                        "learning of pump is on, versions as canary for 12.5 %",
                        "conditions: after 1,000 labelled readings, accuracy at most 0.50 % lower than the champion's,"
                                + " agreement of 90.00 % or more, at most 0.00 % that cannot be scored",
                        "its learner has said nothing in the last ten minutes");
        assertThat(LearningResult.of(TIMELINE, shadow, Optional.empty()).lines(shadow))
                .containsExactly(
                        "learning of pump is on, versions as shadow for 100 %",
                        "conditions: those of the learner", "its learner has said nothing in the last ten minutes");
        assertThat(LearningResult.of(TIMELINE, Learning.OFF, Optional.empty()).lines(Learning.OFF))
                .containsExactly("learning of pump is off");
    }

    @Test
    void shouldShowWhatTheLearnerSaid() {
        // Given
        Learning on = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());
        ModelLearner said = new ModelLearner(
                1,
                "pump",
                "elmstream",
                Instant.parse("2026-11-27T08:00:00Z"),
                LearningState.WAITING,
                12_000L,
                List.of("fine", "leak"),
                3,
                "500rows",
                0.915,
                0.9,
                4,
                Instant.parse("2026-11-27T07:59:00Z"),
                250L,
                2L,
                "version 5 is tried");

        // When
        Timeline timeline = TIMELINE.with(Step.champion(1, Step.BEGINNING, 3, "activated by request a", 0))
                .with(Step.challenge(
                        2,
                        1_000,
                        3,
                        new Challenger(4, Mode.SHADOW, Share.ALL, Optional.empty()),
                        "asked for by request learner-4-try-900",
                        900));
        LearningResult result = LearningResult.of(timeline, on, Optional.of(said));

        // Then
        assertThat(result.lines(on))
                .containsExactly(
                        "learning of pump is on, versions as shadow for 100 %",
                        "conditions: those of the learner",
                        "versions of its learner in model history: 4",
                        "its learner, 2026-11-27T08:00:00Z: waiting, version 5 is tried",
                        "  12,000 rows learnt, 250 since the last solution, 2 left out",
                        "  accuracy on recent rows 91.50 %, champion 3 90.00 %; forgetting 500rows",
                        "  its latest version is 4");
    }
}
