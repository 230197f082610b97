package io.elmstream.serving;

import io.elmstream.model.ModelId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All models and rule sets that this instance serves, at one moment. Immutable; a change creates a new one, and each
 * micro-batch is scored with one.
 */
public final class ModelsSnapshot {

    private static final ModelsSnapshot EMPTY = new ModelsSnapshot(Map.of(), Map.of());

    private final Map<String, ServedModel> byName;
    private final Map<ModelId, ServedRuleSets> rules;

    private ModelsSnapshot(Map<String, ServedModel> byName, Map<ModelId, ServedRuleSets> rules) {
        this.byName = Map.copyOf(byName);
        this.rules = Map.copyOf(rules);
    }

    public static ModelsSnapshot empty() {
        return EMPTY;
    }

    /** Returns a copy with one more model, or with another state of it. */
    ModelsSnapshot with(ServedModel model) {
        Map<String, ServedModel> more = new HashMap<>(byName);
        more.put(model.timeline().modelId().value(), model);
        return new ModelsSnapshot(more, rules);
    }

    /** Returns a copy with other rule sets for a model. */
    ModelsSnapshot with(ModelId ruled, ServedRuleSets sets) {
        Map<ModelId, ServedRuleSets> more = new HashMap<>(rules);
        more.put(ruled, sets);
        return new ModelsSnapshot(byName, more);
    }

    /** Returns the rule sets that judge the predictions of a model; empty if none was ever in force. */
    public Optional<ServedRuleSets> rules(ModelId ruled) {
        return rules.isEmpty() ? Optional.empty() : Optional.ofNullable(rules.get(ruled));
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
