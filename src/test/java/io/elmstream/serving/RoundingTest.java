package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {

    /** Its features are feature0 and feature1. */
    private final ReadyVersion version =
            ReadyVersions.of("sides", 1, 1, new Blobs(2, 2, 20, 1).train(3, Activation.RELU));

    @Test
    void shouldReadOneStepStepsByFeatureAndBoth() {
        assertThat(Rounding.of(List.of("0.5"))).isEqualTo(new Rounding(0.5, Map.of()));
        assertThat(Rounding.of(List.of("a=0.5", "b = 2"))).isEqualTo(new Rounding(0, Map.of("a", 0.5, "b", 2.0)));
        assertThat(Rounding.of(List.of("a=b=3", "1e-3"))).isEqualTo(new Rounding(1e-3, Map.of("a=b", 3.0)));
        assertThat(Rounding.of(List.of())).isEqualTo(Rounding.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "1e39", "x", "", "a=", "a=0", "a=x"})
    void shouldRefuseWhatIsNoStep(String text) {
        assertThat(Rounding.isValid(List.of(text))).isFalse();
    }

    @Test
    void shouldRefuseTwoStepsForTheSame() {
        assertThat(Rounding.isValid(List.of("1", "2"))).isFalse();
        assertThat(Rounding.isValid(List.of("a=1", "a=1"))).isFalse();
    }

    @Test
    void shouldWarnOfAFeatureThatAVersionDoesNotHave() {
        // Given
        VersionKey key = new VersionKey(new ModelId("pump"), 3);
        List<String> features = List.of("temperature", "pressure");

        // When / Then
        assertThat(Rounding.of(List.of("1", "temprature=0.5", "pressure=2")).warning(key, features))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .startsWith("cache.rounding names \"temprature\", which ")
                        .contains("features are \"temperature\", \"pressure\""));
        assertThat(Rounding.of(List.of("1", "pressure=2")).warning(key, features))
                .isEmpty();
    }

    @Test
    void shouldRoundToMultiplesByFeature() {
        // Given
        float[] rows = {0.26f, 7.4f, -0.2f, 7.6f, Float.NaN, -7.5f, 9, 9};

        // When
        Rounding.of(List.of("feature0=0.5", "1")).of(version).round(rows, 3);

        // Then: -0.2 becomes 0 and not -0, and the row that does not belong to them is left alone
        assertThat(rows).containsExactly(0.5f, 7f, 0f, 8f, Float.NaN, -8f, 9, 9);
        assertThat(Float.floatToRawIntBits(rows[2])).isZero();
    }

    @Test
    void shouldLeaveFeaturesWithoutAStepAndTooLargeNumbers() {
        // Given
        float[] rows = {0.26f, Float.MAX_VALUE, -0f, 0.26f};

        // When
        Rounding.of(List.of("feature1=3e38")).of(version).round(rows, 2);

        // Then
        assertThat(rows).containsExactly(0.26f, 3e38f, -0f, 0f);
        float[] tiny = {1e30f, 1e30f};
        Rounding.of(List.of("1e-300")).of(version).round(tiny, 1);
        assertThat(tiny).containsExactly(1e30f, 1e30f);
    }
}
