package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollbacksTest {

    private static final Challenger CANARY = new Challenger(2, Mode.CANARY, new Share(1_000), Optional.empty());

    /** Champion 1, then 2 as a canary, then 2 promoted. */
    private final Timeline promoted = new Timeline(
            new ModelId("shuttle"),
            List.of(
                    Step.champion(1, Step.BEGINNING, 1, "first", 0),
                    Step.challenge(2, 1_000, 1, CANARY, "tried", 0),
                    Step.champion(3, 2_000, 2, "promoted", 0)));

    @Test
    void shouldSayThatARollbackAfterAPromotionBringsTheCanaryBack() {
        // When
        Timeline after = Rollbacks.after(promoted).orElseThrow();

        // Then
        assertThat(Rollbacks.inForce(after)).isEqualTo("champion 1, and version 2 as canary for 10 %");
    }

    @Test
    void shouldFindTheWayToAVersionThatServesAlone() {
        // When
        List<Timeline> path = Rollbacks.to(1, promoted);

        // Then
        assertThat(path).hasSize(2);
        assertThat(Rollbacks.inForce(path.get(1))).isEqualTo("champion 1");
        assertThat(Rollbacks.to(2, promoted)).isEmpty();
    }

    @Test
    void shouldRefuseAVersionThatNoRollbackLeadsTo() {
        // When, then
        assertThatThrownBy(() -> Rollbacks.to(3, promoted)).hasMessageContaining("model activate shuttle 3");
        assertThat(Rollbacks.after(promoted.asOf(1))).isEmpty();
    }

    @Test
    void shouldSayThatRuleSetsBeginWithoutOne() {
        // Given
        Timeline rules = new Timeline(
                new ModelId("shuttle.rules"), List.of(Step.champion(1, Step.BEGINNING, Step.NONE, "first", 0)));

        // When, then
        assertThat(Rollbacks.inForce(rules)).isEqualTo("no rule set");
        assertThatThrownBy(() -> Rollbacks.introduced(rules, "NO_CHALLENGER", "no rule set is tried"))
                .hasMessage("shuttle.rules: no rule set is tried");
        assertThat(Rollbacks.introduced(promoted, "NO_CHALLENGER", "")).isEqualTo(2);
    }
}
