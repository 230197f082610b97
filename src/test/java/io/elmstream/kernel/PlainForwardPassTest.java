package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainForwardPassTest {

    private final ForwardPass pass = new PlainForwardPass();

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheDoublePrecisionReference(Activation activation) {
        // Given
        Blobs blobs = new Blobs(5, 3, 300, 7);
        Elm elm = blobs.train(33, activation);
        PackedModel model = PackedModel.pack(elm);
        Workspace workspace = new Workspace();

        // When / Then
        blobs.forEach((row, label) -> {
            float[] scored = new float[3];
            pass.score(model, row, 1, workspace, scored);
            double[] reference = elm.probabilities(row);
            for (int c = 0; c < 3; c++) {
                assertThat((double) scored[c]).isCloseTo(reference[c], within(1e-4));
            }
        });
    }
}
