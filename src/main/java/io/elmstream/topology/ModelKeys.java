package io.elmstream.topology;

import io.elmstream.model.ModelId;

/** The keys of the models topic and of the governor's store: a model's id, and id/version for a version of it. */
final class ModelKeys {

    private ModelKeys() {}

    static String version(ModelId id, int version) {
        return id + "/" + version;
    }
}
