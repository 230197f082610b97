package io.elmstream.readings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots in which a decoder puts the values of features, and the slots that each version's row is taken from. If the
 * mapping does not name the features, a slot is added for each feature of a version when it first scores.
 */
final class Layout {

    /** More features than the served models have together; then only those in use are added again. */
    private static final int MOST_SLOTS = 65_536;

    private static final int MOST_VERSIONS = 256;

    private final Mapping mapping;
    private final int mostSlots;
    private final List<FeatureMapping> slots = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final IdentityHashMap<List<String>, Slots> byVersion = new IdentityHashMap<>();
    private int revision;
    private List<String> lastFeatures = List.of();
    private Slots last = Slots.of(new int[0]);

    Layout(Mapping mapping) {
        this(mapping, MOST_SLOTS);
    }

    Layout(Mapping mapping, int mostSlots) {
        this.mapping = mapping;
        this.mostSlots = mostSlots;
        mapping.features().forEach(this::add);
    }

    /** Returns a number that differs whenever the slots do. */
    int revision() {
        return revision;
    }

    /** Returns the features in the order of their slots. */
    List<FeatureMapping> slots() {
        return slots;
    }

    /**
     * Returns the slots of a version's features, {@link Slots#NONE} for those that the mapping does not have.
     *
     * @param features of the version, the same list at each call
     */
    Slots of(List<String> features) {
        if (features != lastFeatures) {
            Slots known = byVersion.get(features);
            if (known == null) {
                known = find(features);
            }
            lastFeatures = features;
            last = known;
        }
        return last;
    }

    private Slots find(List<String> features) {
        if (byVersion.size() == MOST_VERSIONS) {
            byVersion.clear();
        }
        if (slots.size() > mostSlots && mapping.features().isEmpty()) {
            byVersion.clear();
            slots.clear();
            byName.clear();
        }
        int[] found = new int[features.size()];
        Arrays.setAll(found, i -> slot(features.get(i)));
        Slots of = Slots.of(found);
        byVersion.put(features, of);
        return of;
    }

    private int slot(String feature) {
        Integer known = byName.get(feature);
        if (known != null) {
            return known;
        }
        return mapping.features().isEmpty() ? add(mapping.named(feature)) : Slots.NONE;
    }

    private int add(FeatureMapping feature) {
        int slot = slots.size();
        slots.add(feature);
        byName.put(feature.name(), slot);
        revision++;
        return slot;
    }
}
