package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final Samples TWO_ROWS = new Samples() {
        @Override
        public List<String> featureNames() {
            return List.of("flow");
        }

        @Override
        public List<String> labels() {
            return List.of("ok", "worn");
        }

        @Override
        public void forEach(Visitor visitor) {
            visitor.row(new float[] {1}, 0);
            visitor.row(new float[] {2}, 1);
        }
    };

    @Test
    void shouldSendRowsAnotherWayInEveryPass() {
        // Given
        Samples swapped = TWO_ROWS.via(next -> (features, label) -> next.row(features, 1 - label));
        List<String> seen = new ArrayList<>();

        // When
        swapped.forEach((features, label) -> seen.add(features[0] + " " + label));
        swapped.forEach((features, label) -> seen.add(features[0] + " " + label));

        // Then
        assertThat(seen).containsExactly("1.0 1", "2.0 0", "1.0 1", "2.0 0");
        assertThat(swapped.featureNames()).isEqualTo(TWO_ROWS.featureNames());
        assertThat(swapped.labels()).isEqualTo(TWO_ROWS.labels());
    }
}
