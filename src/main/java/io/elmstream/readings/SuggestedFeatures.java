package io.elmstream.readings;

import io.elmstream.data.Names;
import io.elmstream.readings.FieldPath.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields for the features of a model.
 *
 * @param features that fields were found for, in the order of the model
 * @param lacking the other features of the model
 */
record SuggestedFeatures(List<GuessedFeature> features, List<String> lacking) {

    /**
     * Finds fields by their names: first the equal ones, then the nearest.
     *
     * @param wanted the features of the model
     * @param found the fields that can be features
     */
    static SuggestedFeatures of(List<String> wanted, List<GuessedFeature> found) {
        Map<String, GuessedFeature> free = new LinkedHashMap<>();
        found.forEach(each -> free.put(each.name(), each));
        Map<String, GuessedFeature> matched = new HashMap<>();
        for (String name : wanted) {
            Optional.ofNullable(free.remove(name)).ifPresent(equal -> matched.put(name, equal));
        }
        for (String name : wanted) {
            if (!matched.containsKey(name)) {
                nearest(name, List.copyOf(free.values())).ifPresent(near -> {
                    free.remove(near.name());
                    matched.put(name, near.named(name, "the nearest name; is it the same quantity?"));
                });
            }
        }
        List<GuessedFeature> features = new ArrayList<>();
        wanted.forEach(name -> Optional.ofNullable(matched.get(name)).ifPresent(features::add));
        return new SuggestedFeatures(
                features,
                wanted.stream().filter(name -> !matched.containsKey(name)).toList());
    }

    private static Optional<GuessedFeature> nearest(String name, List<GuessedFeature> free) {
        Map<String, GuessedFeature> known = new LinkedHashMap<>();
        free.forEach(each -> known.putIfAbsent(each.name(), each));
        free.forEach(each -> {
            List<FieldPath.Step> steps = each.field().path().steps();
            if (steps.get(steps.size() - 1) instanceof Name last) {
                known.putIfAbsent(last.name(), each);
            }
        });
        return Names.nearest(name, known.keySet()).map(known::get);
    }
}
