package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyPictureTest {

    @Test
    void shouldDrawEachModelAndOnnxRuntime() {
        // Given
        var dense = new EqualAccuracyBench.Result("family 9 gain 1 tanh", 500, 0.95, 400, 500.0);
        var clip = new EqualAccuracyBench.Result("family 1-2 gain 2 clip", 80, 0.96, 60, 90.0);
        var poor = new EqualAccuracyBench.Result("family 1-2 gain 2 relu", 40, 0.8, 30, null);

        // When
        String svg = AccuracyPicture.svg(
                List.of(new EqualAccuracyBench.Comparison("shuttle", dense, clip, List.of(clip, poor))));

        // Then
        assertThat(svg)
                .startsWith("<svg")
                .contains(
                        "shuttle: accuracy on test rows",
                        "80 units, family 1-2 gain 2 clip",
                        "500 units, family 9 gain 1 tanh",
                        ">dense, ONNX Runtime<")
                .doesNotContain("40 units")
                .endsWith("</svg>\n");
    }
}
