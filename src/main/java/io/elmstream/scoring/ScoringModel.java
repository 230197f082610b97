package io.elmstream.scoring;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.Artefact;
import io.elmstream.model.VersionKey;
import java.util.List;

/**
 * A version of a model as it scores a file; shared by all threads.
 *
 * @param key the model and its version
 * @param digest SHA-256 of the model file, in hex
 * @param classifier the model
 * @param packed the model in the layout for scoring
 * @param pass the form of the forward pass
 */
public record ScoringModel(
        VersionKey key, String digest, Classifier classifier, PackedClassifier packed, ForwardPass pass) {

    /**
     * Returns a version that is ready to score.
     *
     * @param digest SHA-256 of the model file, in hex
     */
    public static ScoringModel of(Artefact artefact, String digest, ForwardPass pass) {
        return new ScoringModel(
                artefact.key(), digest, artefact.classifier(), PackedClassifier.pack(artefact.classifier()), pass);
    }

    List<String> features() {
        return classifier.featureNames();
    }

    List<String> labels() {
        return classifier.labels();
    }

    boolean hasVerifier() {
        return classifier instanceof VerifiedDraft;
    }
}
