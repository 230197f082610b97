package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LooSampleTest {

    @Property(tries = 50)
    void shouldStandForAllRowsAndKeepRareClassesWhole(
            @ForAll @IntRange(max = 40_000) int common, @ForAll @IntRange(min = 1, max = 200) int rare) {
        // Given
        LooSample sample = new LooSample(1, new long[] {common, rare, 0, 0});
        float[] row = new float[1];

        // When
        for (int i = 0; i < common; i++) {
            row[0] = i;
            sample.row(row, 0);
        }
        for (int i = 0; i < rare; i++) {
            row[0] = -1 - i;
            sample.row(row, 1);
        }

        // Then
        double stoodFor = 0;
        int rareRows = 0;
        for (int i = 0; i < sample.size(); i++) {
            stoodFor += sample.share(i);
            rareRows += sample.label(i);
            assertThat(sample.row(i)[0] < 0).isEqualTo(sample.label(i) == 1);
        }
        assertThat(sample.size()).isEqualTo(Math.min(common + rare, LooSample.MAX_ROWS));
        assertThat(rareRows).isEqualTo(rare);
        assertThat(stoodFor).isCloseTo(common + rare, within(1e-6));
    }
}
