package io.elmstream.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Property(tries = 500)
    void shouldPutATimeIntoTheBucketThatBeginsAtMostOneSixteenthBelow(
            @ForAll @LongRange(max = LatencyHistogram.MOST) long millis) {
        // When
        int bucket = LatencyHistogram.bucket(millis);

        // Then
        assertThat(bucket).isBetween(0, LatencyHistogram.BUCKETS - 1);
        assertThat(LatencyHistogram.start(bucket)).isBetween(millis - millis / 16, millis);
    }

    @Test
    void shouldHaveBucketsThatFollowEachOther() {
        // When, Then
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            assertThat(LatencyHistogram.bucket(LatencyHistogram.start(bucket))).isEqualTo(bucket);
        }
        assertThat(LatencyHistogram.bucket(LatencyHistogram.MOST)).isEqualTo(LatencyHistogram.BUCKETS - 1);
    }

    @Test
    void shouldCountTimesOutOfRangeAtItsEnds() {
        // When, Then
        assertThat(LatencyHistogram.bucket(-5)).isZero();
        assertThat(LatencyHistogram.bucket(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.BUCKETS - 1);
    }

    @Property(tries = 200)
    void shouldBeTheSameAfterItsFilledBuckets(
            @ForAll @Size(LatencyHistogram.BUCKETS) long[] counts,
            @ForAll @LongRange(max = Long.MAX_VALUE) long millis) {
        // Given
        LatencyHistogram histogram = LatencyHistogram.of(positive(counts), millis);

        // When
        LatencyHistogram again = LatencyHistogram.of(histogram.byStart(), histogram.millis());

        // Then
        assertThat(again).isEqualTo(histogram).hasSameHashCodeAs(histogram);
    }

    private static long[] positive(long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.floorMod(counts[i], 1_000);
        }
        return counts;
    }

    @Test
    void shouldTellMedianAndTail() {
        // Given
        LatencyHistogram histogram = LatencyHistogram.of(new TreeMap<>(Map.of(5L, 98L, 1_000L, 2L)), 2_490);

        // When, Then
        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.quantile(0.5)).hasValue(5);
        assertThat(histogram.quantile(0.98)).hasValue(5);
        assertThat(histogram.quantile(0.99).orElseThrow()).isCloseTo(1_000, within(1_000 / 16.0));
        assertThat(histogram.countBelow(6)).isEqualTo(98);
        assertThat(histogram.countBelow(5)).isZero();
        assertThat(LatencyHistogram.EMPTY.quantile(0.5)).isEmpty();
    }

    @Test
    void shouldAddAndSubtract() {
        // Given
        LatencyHistogram before = LatencyHistogram.of(new TreeMap<>(Map.of(5L, 3L)), 15);
        LatencyHistogram since = LatencyHistogram.of(new TreeMap<>(Map.of(5L, 1L, 70L, 2L)), 145);

        // When
        LatencyHistogram after = before.plus(since);

        // Then
        assertThat(after.count()).isEqualTo(6);
        assertThat(after.minus(before)).isEqualTo(since);
        assertThat(before.minus(after)).isEqualTo(LatencyHistogram.EMPTY);
    }

    @Test
    void shouldRefuseWhatCannotBeCounts() {
        // When, Then
        assertThatThrownBy(() -> LatencyHistogram.of(new TreeMap<>(Map.of(5L, -1L)), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> LatencyHistogram.of(new TreeMap<>(Map.of(-5L, 1L)), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-5");
        assertThatThrownBy(() -> LatencyHistogram.of(new long[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("300");
    }
}
