package io.elmstream.serving;

import io.elmstream.model.ModelId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All models that this instance serves, at one moment. Immutable; a change makes a new one, and a micro-batch is scored
 * by one.
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

    /** The same with one more model, or another state of it. */
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

    /** The model that a reading names, whatever the name is. */
    public Optional<ServedModel> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
