package io.elmstream.model;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import java.util.Optional;

/**
 * One version of a model, as published.
 *
 * @param id the model
 * @param version 1 or more; the contents of a version never change
 * @param classifier what it scores with: one ELM, or a draft with its verifier
 * @param probes rows with their expected probabilities, of the model's shape
 * @param trust how far its predictions are to be believed; empty if that was not measured
 * @param profile what it expects of the readings to come; empty if that was not measured, and only with a trust
 */
public record Artefact(
        ModelId id,
        int version,
        Classifier classifier,
        Probes probes,
        Optional<Trust> trust,
        Optional<TrainingProfile> profile) {

    /** Checks the values. */
    public Artefact {
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", must be 1 or more");
        }
        int inputs = classifier.featureNames().size();
        int classes = classifier.labels().size();
        if (probes.inputs() != inputs || probes.classes() != classes) {
            throw new IllegalArgumentException("the probes are of shape " + probes.inputs() + " -> " + probes.classes()
                    + ", the model is of shape " + inputs + " -> " + classes);
        }
        trust.ifPresent(measured -> measured.requireShape(inputs, classes));
        profile.ifPresent(measured -> measured.requireShape(inputs, classes));
        if (profile.isPresent() && trust.isEmpty()) {
            throw new IllegalArgumentException("a profile comes with a trust, which is missing");
        }
    }

    /**
     * Creates a version without a profile.
     *
     * @param id the model
     * @param version 1 or more
     * @param classifier what it scores with
     * @param probes rows with their expected probabilities, of the model's shape
     * @param trust how far its predictions are to be believed; empty if that was not measured
     */
    public Artefact(ModelId id, int version, Classifier classifier, Probes probes, Optional<Trust> trust) {
        this(id, version, classifier, probes, trust, Optional.empty());
    }

    /**
     * Creates a version without a measured trust.
     *
     * @param id the model
     * @param version 1 or more
     * @param classifier what it scores with
     * @param probes rows with their expected probabilities, of the model's shape
     */
    public Artefact(ModelId id, int version, Classifier classifier, Probes probes) {
        this(id, version, classifier, probes, Optional.empty());
    }

    /** {@return the model id and the version} */
    public VersionKey key() {
        return new VersionKey(id, version);
    }

    /**
     * Returns the ELM of a version that has only one.
     *
     * @return the ELM
     * @throws IllegalStateException if the version is a draft with its verifier
     */
    public Elm elm() {
        if (classifier instanceof Elm elm) {
            return elm;
        }
        throw new IllegalStateException(key() + " is not one ELM but a draft with its verifier");
    }
}
