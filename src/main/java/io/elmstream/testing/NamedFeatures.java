package io.elmstream.testing;

import io.elmstream.data.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The features of a model, which put the values of a reading in order.
 *
 * @param modelId the model
 * @param names of its features, in the order of a reading
 */
record NamedFeatures(String modelId, List<String> names) {

    /**
     * Returns the values in the model's order; NaN means missing.
     *
     * @param given by feature name, all features and no others
     * @param place of the reading, for messages
     * @throws IllegalArgumentException if a feature is unknown or not given, or if a 32-bit float cannot hold its value
     */
    List<Float> inOrder(Map<String, ? extends @Nullable Number> given, String place) {
        given.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(place + ": model \"" + modelId + "\" has no feature \"" + unknown
                            + "\"; its features are " + names
                            + Names.nearest(unknown, names)
                                    .map(near -> ". Did you mean \"" + near + "\"?")
                                    .orElse(""));
                });
        List<Float> values = new ArrayList<>(names.size());
        for (String name : names) {
            Number value = given.get(name);
            if (value == null) {
                throw new IllegalArgumentException(place + ": feature \"" + name + "\" of model \"" + modelId
                        + "\" has no value; a missing value is NaN, and null in JSON");
            }
            values.add(exact(value, "feature \"" + name + "\"", place));
        }
        return values;
    }

    /**
     * Checks the number of values.
     *
     * @throws IllegalArgumentException if there are more or fewer values than features
     */
    void requireWidth(int values, String place) {
        if (values != names.size()) {
            throw new IllegalArgumentException(place + ": there are " + values + " values, model \"" + modelId
                    + "\" has " + names.size() + " features, " + names);
        }
    }

    /** A test may want infinity as a value; a finite number that becomes infinite as a float is a mistake. */
    static float exact(Number value, String field, String place) {
        float stored = value.floatValue();
        if (Float.isInfinite(stored) && !isInfinity(value)) {
            throw new IllegalArgumentException(place + ": " + field + " is " + value
                    + ", must be a number that a 32-bit float can hold, 3.4e38 at most");
        }
        return stored;
    }

    private static boolean isInfinity(Number value) {
        return (value instanceof Double || value instanceof Float) && Double.isInfinite(value.doubleValue());
    }
}
