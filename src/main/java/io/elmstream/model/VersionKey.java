package io.elmstream.model;

/**
 * A version of a model.
 *
 * @param modelId the model
 * @param version 1 or more
 */
public record VersionKey(ModelId modelId, int version) {

    /** Returns a description, for example {@code shuttle version 3}. */
    @Override
    public String toString() {
        return modelId + " version " + version;
    }
}
