package io.elmstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoViewTest {

    @Test
    void shouldSayHowLongTheStartTakes() {
        // When, then
        assertThat(DemoView.busyText("starting", 3.2, 8)).isEqualTo("    starting      3 s, takes about 8 s");
    }

    @Test
    void shouldNotPromiseATimeThatHasPassed() {
        // When
        String line = DemoView.busyText("starting", 124, 8);

        // Then
        assertThat(line)
                .isEqualTo("    starting      124 s, longer than the usual 8 s: the machine is busy or slow")
                .hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void shouldNameTheVersionsInFewColumns() {
        // Given
        Challenger shadow = new Challenger(2, Mode.SHADOW, new Share(5_000), Optional.empty());

        // When, then
        assertThat(DemoView.inShort(Step.champion(1, Step.BEGINNING, 1, "first", 0)))
                .isEqualTo("version 1");
        assertThat(DemoView.inShort(Step.challenge(2, 1_000, 1, shadow, "tried", 0)))
                .isEqualTo("version 1, shadow 2");
    }
}
