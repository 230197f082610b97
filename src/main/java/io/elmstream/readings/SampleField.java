package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.readings.FieldPath.Name;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A field of sample records.
 *
 * @param path of the field
 * @param expected the number of records, or of elements of the array of readings, that could have it
 * @param values those that it has
 */
record SampleField(FieldPath path, int expected, List<JsonNode> values) {

    int missing() {
        return expected - values.size();
    }

    int nulls() {
        return (int) values.stream().filter(JsonNode::isNull).count();
    }

    /** Returns the values that are not null. */
    List<JsonNode> present() {
        return values.stream().filter(value -> !value.isNull()).toList();
    }

    List<String> distinctTexts() {
        return present().stream().map(JsonNode::asText).distinct().toList();
    }

    boolean hasOnlyTexts() {
        return !present().isEmpty() && present().stream().allMatch(JsonNode::isTextual);
    }

    /** Returns the name at the end of the path, in lower-case letters and digits; empty for an element of an array. */
    String plainName() {
        return path.steps().get(path.steps().size() - 1) instanceof Name name
                ? name.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")
                : "";
    }

    /** Returns the number that a value stands for, as a mapping reads it. */
    static OptionalDouble number(FeatureType type, JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble();
            return type.takes(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        if (value.isBoolean()) {
            return type.of(value.booleanValue());
        }
        return value.isTextual() ? type.of(value.textValue()) : OptionalDouble.empty();
    }
}
