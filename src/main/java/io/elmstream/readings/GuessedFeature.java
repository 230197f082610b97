package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.readings.FeatureType.Bool;
import io.elmstream.readings.FeatureType.Numeric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A field that can be a feature.
 *
 * @param name of the feature
 * @param field of the samples
 * @param settings of the feature besides its path, as a mapping has them
 * @param remarks what they were guessed from
 */
record GuessedFeature(String name, SampleField field, Map<String, String> settings, List<String> remarks) {

    /** Returns the feature of a field; empty if its values are no numbers and no booleans. */
    static Optional<GuessedFeature> of(String name, SampleField field) {
        List<JsonNode> values = field.present();
        FeatureType type = isBoolean(values) ? new Bool() : new Numeric();
        long good = values.stream()
                .filter(value -> SampleField.number(type, value).isPresent())
                .count();
        if (good == 0 || values.stream().anyMatch(value -> isTooLarge(type, value))) {
            return Optional.empty();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        if (type instanceof Bool) {
            settings.put("type", "boolean");
        }
        fallback("missing", field.missing(), "missing in", settings, remarks, field);
        fallback("null", field.nulls(), "null in", settings, remarks, field);
        fallback("unparsable", values.size() - (int) good, "no number in", settings, remarks, field);
        return Optional.of(new GuessedFeature(name, field, settings, remarks));
    }

    private static void fallback(
            String key,
            int count,
            String words,
            Map<String, String> settings,
            List<String> remarks,
            SampleField field) {
        if (count > 0) {
            settings.put(key, "NaN");
            remarks.add(words + " " + count + " of " + field.expected());
        }
    }

    private static boolean isBoolean(List<JsonNode> values) {
        Bool type = new Bool();
        return values.stream().noneMatch(JsonNode::isNumber)
                && values.stream()
                        .allMatch(value -> SampleField.number(type, value).isPresent())
                // texts such as "1" are numbers
                && values.stream()
                        .anyMatch(value -> value.isBoolean()
                                || SampleField.number(new Numeric(), value).isEmpty());
    }

    /** Returns whether a value is beyond the range of a float, which no model takes. */
    private static boolean isTooLarge(FeatureType type, JsonNode value) {
        return SampleField.number(type, value).stream().anyMatch(number -> Float.isInfinite((float) number));
    }

    GuessedFeature named(String other, String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new GuessedFeature(other, field, settings, more);
    }
}
