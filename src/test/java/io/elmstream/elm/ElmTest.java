package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ElmTest {

    private static final List<String> FEATURES = List.of("pressure", "flow");
    private static final List<String> LABELS = List.of("normal", "leak");
    private static final Provenance PROVENANCE = new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test");

    @Test
    void shouldScoreASmallModelAsByHand() {
        // Given: z = (1, -2), sums = (1 - 2 + 1, 2 x 1 + 3) = (0, 5), h = (0, 5)
        HiddenLayer hidden = new ExplicitHidden(2, Activation.RELU, new float[] {1, 1, 2, 0}, new float[] {1, 3});
        Elm elm = elm(hidden, new float[] {7, 7, 0.2f, -0.2f}, 2);

        // When
        double[] probabilities = elm.probabilities(new float[] {12, 3});

        // Then: outputs = (1, -1), over a temperature of 2 = (0.5, -0.5)
        assertThat(probabilities[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-8));
        assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-15));
    }

    @Test
    void shouldNotBeChangedThroughItsArrays() {
        // Given
        float[] weights = {1, 1, 2, 0};
        float[] beta = {7, 7, 0.2f, -0.2f};
        Elm elm = elm(new ExplicitHidden(2, Activation.RELU, weights, new float[] {1, 3}), beta, 2);
        double[] before = elm.probabilities(new float[] {12, 3});

        // When
        weights[0] = 99;
        beta[2] = 99;
        elm.beta()[2] = 99;
        elm.units().matrix()[0] = 99;
        elm.standardiser().means()[0] = 99;

        // Then
        assertThat(elm.probabilities(new float[] {12, 3})).isEqualTo(before);
    }

    @Test
    void shouldRefuseShapesThatDoNotAgree() {
        HiddenLayer hidden = new ExplicitHidden(2, Activation.RELU, new float[] {1, 1, 2, 0}, new float[] {1, 3});
        assertThatThrownBy(() -> elm(hidden, new float[3], 1)).hasMessage("beta has length 3, must have 4");
        assertThatThrownBy(() -> elm(hidden, new float[4], 0)).hasMessageContaining("temperature is 0.0");
        assertThatThrownBy(() -> elm(hidden, new float[4], Double.NaN)).hasMessageContaining("temperature is NaN");
        assertThatThrownBy(() -> elm(hidden, new float[] {0, 0, Float.NaN, 0}, 1))
                .hasMessageContaining("beta[2] is NaN");
        assertThatThrownBy(() -> elm(seeded(3, 2), new float[4], 1))
                .hasMessage("featureNames has length 2, must have 3");
        assertThatThrownBy(() -> new ExplicitHidden(2, Activation.TANH, new float[3], new float[2]))
                .hasMessage("weights has length 3, must have 4");
        assertThatThrownBy(() -> seeded(1 << 20, 1 << 20)).hasMessageContaining("inputs x units");
    }

    @Test
    void shouldRefuseNamesThatRepeat() {
        HiddenLayer hidden = new ExplicitHidden(2, Activation.RELU, new float[4], new float[2]);
        Standardiser standardiser = new Standardiser(new float[2], new float[] {1, 1}, MissingValues.REFUSE);
        assertThatThrownBy(() -> new Elm(List.of("a", "a"), LABELS, standardiser, hidden, new float[4], 1, PROVENANCE))
                .hasMessageContaining("featureNames repeat");
        assertThatThrownBy(() -> new Elm(FEATURES, List.of("a"), standardiser, hidden, new float[2], 1, PROVENANCE))
                .hasMessageContaining("labels is [a], must have two or more");
    }

    private static HiddenLayer seeded(int inputs, int units) {
        return new SeededHidden(inputs, units, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, 1);
    }

    private static Elm elm(HiddenLayer hidden, float[] beta, double temperature) {
        Standardiser standardiser = new Standardiser(new float[] {10, 5}, new float[] {2, 1}, MissingValues.REFUSE);
        return new Elm(FEATURES, LABELS, standardiser, hidden, beta, temperature, PROVENANCE);
    }
}
