package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeersPictureTest {

    private static PeersBench.Result result(String peer, double perSecond, double p50, double p99) {
        return new PeersBench.Result(peer, perSecond, 1, 1, p50, p99, 1, 0, 0, 0);
    }

    @Test
    void shouldDrawTheLargestFigureAtFullLength() {
        // Given
        List<PeersBench.Result> results =
                List.of(result("ours", 200_000, 40, 80), result("theirs <&>", 50_000, 60, 160));

        // When
        String svg = PeersPicture.svg(results);

        // Then
        assertThat(svg)
                .contains("x='300' y='44' width='200.0'")
                .contains("x='300' y='72' width='50.0'")
                .contains("x='620' y='44' width='100.0'")
                .contains("x='620' y='44' width='50.0'")
                .contains("x='620' y='72' width='200.0'")
                .contains("200,000", "50,000", "40 / 80", "60 / 160", "theirs &lt;&amp;&gt;");
    }

    @Test
    void shouldShowEveryFormOfElmstreamInItsOwnColour() {
        // Given
        List<PeersBench.Result> results = List.of(
                result("Elmstream", 3, 1, 2),
                result("Elmstream, profile: low-latency", 2, 1, 2),
                result("Flink", 1, 1, 2));

        // When
        String svg = PeersPicture.svg(results);

        // Then
        assertThat(svg.lines().filter(line -> line.contains("#1f5fa8"))).hasSize(6);
        assertThat(svg.lines().filter(line -> line.contains("#8a8f98"))).hasSize(3);
    }
}
