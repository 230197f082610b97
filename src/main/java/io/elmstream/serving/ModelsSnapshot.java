package io.elmstream.serving;

import io.elmstream.model.ModelId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All models that this instance serves, at one moment. Immutable; a change creates a new one, and each micro-batch is
 * scored with one.
 */
public final class ModelsSnapshot {

    private static final ModelsSnapshot EMPTY = new ModelsSnapshot(Map.of());

    private final Map<String, ServedModel> byName;

    private ModelsSnapshot(Map<String, ServedModel> byName) {
        this.byName = Map.copyOf(byName);
    }

    public static ModelsSnapshot empty() {
        return EMPTY;
    }

    /** Returns a copy with one more model, or with another state of it. */
    ModelsSnapshot with(ServedModel model) {
        Map<String, ServedModel> more = new HashMap<>(byName);
        more.put(model.timeline().modelId().value(), model);
        return new ModelsSnapshot(more);
    }

    public Collection<ServedModel> models() {
        return byName.values();
    }

    public Optional<ServedModel> model(ModelId id) {
        return named(id.value());
    }

    /** Returns the model that a reading names, or empty; any string is allowed. */
    public Optional<ServedModel> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
