package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecentReadingsTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final Timeline BEFORE =
            Timeline.empty(new ModelId("shuttle")).with(Step.champion(1, Step.BEGINNING, 1, "first", NOW));

    private final RecentReadings recent = new RecentReadings();

    @Property
    void shouldCountWhatALateStepDecidesAndNeverTooMuch(@ForAll @LongRange(min = 0, max = 20_000) long from) {
        // Given
        RecentReadings readings = new RecentReadings();
        for (int i = 0; i < 10_000; i++) {
            readings.add(new ModelId("shuttle"), NOW + i);
        }

        // When
        long counted = readings.underOlderRevision(BEFORE, BEFORE.with(Step.champion(2, NOW + from, 2, "late", NOW)));

        // Then
        long exact = Math.max(0, 10_000 - from);
        assertThat(counted).isBetween(Math.max(0, exact - RecentReadings.STEP), exact);
    }

    @Test
    void shouldCountNothingForOtherModelsNorForWhatIsTakenBack() {
        // Given
        Timeline two = BEFORE.with(Step.champion(2, NOW, 2, "second", NOW));
        recent.add(new ModelId("shuttle"), NOW + 1_000);
        recent.add(new ModelId("boiler"), NOW + 1_000);
        recent.add(new ModelId("boiler"), NOW + 2_000);

        // When / Then
        assertThat(recent.underOlderRevision(BEFORE, two)).isEqualTo(1);
        assertThat(recent.underOlderRevision(two, two)).isZero();
        assertThat(recent.underOlderRevision(two, two.without(2, "back", NOW))).isZero();
    }

    @Test
    void shouldForgetWhatIsLongPast() {
        // Given
        recent.add(new ModelId("shuttle"), NOW);
        recent.add(new ModelId("shuttle"), NOW + RecentReadings.STEP * 1_024L);

        // When / Then
        assertThat(recent.underOlderRevision(BEFORE, BEFORE.with(Step.champion(2, NOW - 1_000, 2, "late", NOW))))
                .isEqualTo(1);
    }
}
