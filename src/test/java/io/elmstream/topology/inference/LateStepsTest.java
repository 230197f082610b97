package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.rollout.Step;
import io.elmstream.support.TestModels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LateStepsTest {

    private static final Step FIRST = Step.champion(1, Step.BEGINNING, 1, "first", 0);

    private final BatchHarness task = new BatchHarness(new BatchPolicy(100, Duration.ofSeconds(10)));

    LateStepsTest() {
        task.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        task.publish("shuttle", 2, TestModels.smaller("shuttle", 2));
        task.activate("shuttle", FIRST);
        for (int i = 0; i < 10; i++) {
            task.sendAt(i, 10_000L + 1_000 * i, 2f, 1f);
        }
    }

    @Test
    void shouldCountWhatWasScoredBeforeAStepWasKnown() {
        // When
        task.activate("shuttle", FIRST, Step.champion(2, 15_500, 2, "late", 0));
        task.sendAt(10, 20_000, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.predictions()).hasSize(11);
        assertThat(task.underOlderRevision()).as("those at 16, 17, 18 and 19 s").isEqualTo(4);
    }

    @Test
    void shouldCountNothingForAStepThatCameInTime() {
        // When
        task.activate("shuttle", FIRST, Step.champion(2, 19_500, 2, "in time", 0));
        task.sendAt(10, 20_000, 2f, 1f);
        task.commit();

        // Then
        assertThat(task.underOlderRevision()).isZero();
    }
}
