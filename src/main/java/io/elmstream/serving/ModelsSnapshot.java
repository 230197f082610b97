package io.elmstream.serving;

import java.util.Map;
import java.util.Optional;

/**
 * All models that this instance serves, at one moment. Immutable; a change makes a new one, and a micro-batch is scored
 * by one.
 *
 * @param models by model id
 */
public record ModelsSnapshot(Map<String, ServedModel> models) {

    public ModelsSnapshot {
        models = Map.copyOf(models);
    }

    public static ModelsSnapshot empty() {
        return new ModelsSnapshot(Map.of());
    }

    public Optional<ServedModel> model(String id) {
        return Optional.ofNullable(models.get(id));
    }
}
