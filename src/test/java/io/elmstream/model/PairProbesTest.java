package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairProbesTest {

    private final Blobs data = new Blobs(4, 3, 300, 1);
    private final Elm draft = data.train(4, Activation.RELU);
    private final Elm verifier = data.train(40, Activation.TANH);
    private final VerifiedDraft pair = new VerifiedDraft(draft, verifier, new float[] {0.9f, 0.9f, 0.9f});

    @Test
    void shouldProbeBothModels() {
        // Given
        List<float[]> rows = new ArrayList<>();
        data.forEach((features, label) -> rows.add(features.clone()));
        float[] first = rows.get(0);

        // When
        Probes probes = PairProbes.of(pair, List.of(Probes.of(draft, first), Probes.of(verifier, first)), rows);

        // Then: the same row is probed once
        boolean[] verified = new boolean[probes.count()];
        float[] scored = new float[probes.count() * 3];
        PackedClassifier packed = PackedClassifier.pack(pair);
        packed.score(ForwardPass.fastest(), probes.rows(), probes.count(), new Workspace(), scored, verified);
        assertThat(probes.count()).isBetween(2, Probes.MAX_COUNT);
        assertThat(verified).contains(true);
        for (ForwardPass pass : List.of(new PlainForwardPass(), ForwardPass.fastest())) {
            assertThat(probes.largestDeviation(packed, pass, new Workspace())).isLessThan(1e-3);
        }
    }

    @Test
    void shouldLeaveOutRowsThatAnotherMachineMayRoundToTheOtherModel() {
        // Given: a threshold that is exactly what the draft says of the row
        float[] row = {1, 12, 23, 31};
        double[] drafted = draft.probabilities(row);
        float confidence = (float) Math.max(drafted[0], Math.max(drafted[1], drafted[2]));
        VerifiedDraft close = new VerifiedDraft(draft, verifier, new float[] {confidence, confidence, confidence});

        // When
        Probes probes = PairProbes.of(close, List.of(Probes.of(draft, row)), List.of());

        // Then
        assertThat(probes.count()).isZero();
    }
}
