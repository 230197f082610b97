package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SustainedPictureTest {

    @Test
    void shouldDrawThreeChartsOverTheSameTime() {
        // Given
        SustainedBench.Result result = new SustainedBench.Result(
                200_000,
                100_000,
                100_000,
                0,
                5_000,
                500,
                0,
                4,
                true,
                List.of(
                        new SustainedBench.Sample(0, 5_000, 500, 4),
                        new SustainedBench.Sample(300, 10_000, 250, 2),
                        new SustainedBench.Sample(600, 0, 500, 4)));

        // When
        String svg = SustainedPicture.svg(result);

        // Then
        assertThat(svg)
                .contains("70.0,79.0 475.0,34.0 880.0,124.0")
                .contains("70.0,164.0 475.0,209.0 880.0,164.0")
                .contains("70.0,294.0 475.0,339.0 880.0,294.0")
                .contains("lag, in ms of the load", ">100.0<", "10.0 min");
    }
}
