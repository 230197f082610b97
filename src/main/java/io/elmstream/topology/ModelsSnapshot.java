package io.elmstream.topology;

import java.util.Map;
import java.util.Optional;

/**
 * All models that this instance serves, at one moment. Immutable; a change makes a new one, and a micro-batch is scored by one.
 *
 * @param models by model id
 */
record ModelsSnapshot(Map<String, ServedModel> models) {

    ModelsSnapshot {
        models = Map.copyOf(models);
    }

    static ModelsSnapshot empty() {
        return new ModelsSnapshot(Map.of());
    }

    Optional<ServedModel> model(String id) {
        return Optional.ofNullable(models.get(id));
    }
}
