package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedDraftTest {

    private final Elm draft = new Blobs(4, 3, 90, 1).train(3, Activation.TANH);
    private final Elm verifier = new Blobs(4, 3, 90, 1).train(30, Activation.TANH);
    private final float[] row = {1, 12, 23, 31};

    @Test
    void shouldAnswerWithTheDraftWhereItIsSure() {
        // When
        Classifier sure = new VerifiedDraft(draft, verifier, new float[3]);

        // Then
        assertThat(sure.probabilities(row)).isEqualTo(draft.probabilities(row));
    }

    @Test
    void shouldAskTheVerifierWhereTheDraftIsNotSureOfItsClass() {
        // Given: only the class that the draft gives needs more than it has
        double[] drafted = draft.probabilities(row);
        float[] thresholds = new float[3];
        int top = drafted[0] >= drafted[1] && drafted[0] >= drafted[2] ? 0 : drafted[1] >= drafted[2] ? 1 : 2;
        thresholds[top] = (float) drafted[top] + 1e-6f;

        // When
        Classifier unsure = new VerifiedDraft(draft, verifier, thresholds);

        // Then
        assertThat(unsure.probabilities(row)).isEqualTo(verifier.probabilities(row));
    }

    @Test
    void shouldRefuseAVerifierThatDoesNotFit() {
        Elm otherLabels = renamed(verifier.featureNames(), List.of("class0", "cold", "class2"), MissingValues.REFUSE);
        Elm otherFeatures = renamed(List.of("a", "b", "c", "d"), verifier.labels(), MissingValues.REFUSE);
        Elm tolerant = renamed(verifier.featureNames(), verifier.labels(), MissingValues.MEAN);
        Elm fewerLabels = new Blobs(4, 2, 40, 1).train(3, Activation.TANH);
        assertRefused(otherLabels, 0, "labels: number 2 of the draft is 'class1', of the verifier 'cold'");
        assertRefused(otherFeatures, 0, "features: number 1 of the draft is 'feature0', of the verifier 'a'");
        assertRefused(tolerant, 0, "the draft has the policy REFUSE, the verifier MEAN");
        assertRefused(fewerLabels, 0, "labels: the draft has 3, the verifier 2");
        assertRefused(verifier, Float.NaN, "thresholds[0] is NaN, must be from 0 to 2");
        assertRefused(verifier, 2.5f, "thresholds[0] is 2.5");
    }

    private void assertRefused(Elm other, float threshold, String message) {
        assertThatThrownBy(() -> new VerifiedDraft(draft, other, new float[] {threshold, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private Elm renamed(List<String> features, List<String> labels, MissingValues missing) {
        Standardiser plain = verifier.standardiser();
        return new Elm(
                features,
                labels,
                new Standardiser(plain.means(), plain.scales(), missing),
                verifier.hidden(),
                verifier.beta(),
                1,
                verifier.provenance());
    }
}
