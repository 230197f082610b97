package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElmTrainerTest {

    @Test
    void shouldLearnToTellCloudsOfPointsApart() {
        // Given
        Blobs blobs = new Blobs(4, 3, 600, 1);
        Elm elm = blobs.train(40, Activation.TANH);
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());

        // When
        new Blobs(4, 3, 300, 2).forEach((row, label) -> tally.add(label, elm.probabilities(row)));

        // Then
        assertThat(tally.evaluation().accuracy()).isGreaterThan(0.95);
        assertThat(elm.provenance().quality().accuracy()).isGreaterThan(0.95);
    }
}
