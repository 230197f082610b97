package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void shouldFindTheLineThatThePointsLieOn() {
        // Given
        List<Trend.Point> points = IntStream.range(0, 100)
                .mapToObj(i -> new Trend.Point(i, 7 - 3 * i))
                .toList();

        // When
        Trend trend = Trend.of(points);

        // Then
        assertThat(trend.slope()).isCloseTo(-3, within(1e-12));
        assertThat(trend.mean()).isCloseTo(7 - 3 * 49.5, within(1e-9));
    }

    @Test
    void shouldNotGrowBetweenPointsThatOnlySwing() {
        // Given
        List<Trend.Point> points =
                List.of(new Trend.Point(0, 1), new Trend.Point(1, 5), new Trend.Point(2, 5), new Trend.Point(3, 1));

        // When / Then
        assertThat(Trend.of(points)).isEqualTo(new Trend(3, 0));
    }

    @Test
    void shouldHaveNoSlopeAtOneMoment() {
        // When / Then
        assertThat(Trend.of(List.of(new Trend.Point(4, 2)))).isEqualTo(new Trend(2, 0));
    }
}
