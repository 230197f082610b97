package io.elmstream.model;

import io.elmstream.elm.Elm;

/**
 * One version of a model, as published.
 *
 * @param id the model
 * @param version 1 or more; the contents of a version never change
 * @param elm the model itself
 * @param probes rows with their expected probabilities, of the model's shape
 */
public record Artefact(ModelId id, int version, Elm elm, Probes probes) {

    /** Checks the values. */
    public Artefact {
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", must be 1 or more");
        }
        if (probes.inputs() != elm.hidden().inputs()
                || probes.classes() != elm.labels().size()) {
            throw new IllegalArgumentException("the probes are of shape " + probes.inputs() + " -> " + probes.classes()
                    + ", the model is of shape " + elm.hidden().inputs() + " -> "
                    + elm.labels().size());
        }
    }

    /** {@return the model id and the version} */
    public VersionKey key() {
        return new VersionKey(id, version);
    }
}
