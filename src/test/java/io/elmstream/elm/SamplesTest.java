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

    @Test
    void shouldKeepWhatTeachersSayOfARow() {
        // Given
        SoftLabel soft = new SoftLabel(1, false, new float[] {0.25f, 0.75f});
        Samples scored = TWO_ROWS.via(next -> (features, label) -> next.row(features, soft));
        List<String> seen = new ArrayList<>();
        Samples.Visitor labels = (features, label) -> seen.add(features[0] + " is " + label);
        Samples.Visitor both = labels.andThen(new Samples.Visitor() {
            @Override
            public void row(float[] features, int label) {
                seen.add("a label");
            }

            @Override
            public void row(float[] features, SoftLabel label) {
                seen.add(features[0] + " by " + label.probability(1));
            }
        });

        // When
        scored.where(row -> row == 2).forEach(both);
        TWO_ROWS.where(row -> row == 1).forEach(both);

        // Then
        assertThat(seen).containsExactly("2.0 is 1", "2.0 by 0.75", "1.0 is 0", "a label");
    }
}
