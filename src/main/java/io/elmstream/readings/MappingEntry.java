package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.data.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a mapping as it is written, with its place for messages.
 *
 * @param place for example {@code readings.telemetry.time}
 * @param key the last part of the place
 */
record MappingEntry(String place, String key, JsonNode node) {

    MappingEntry(String place, JsonNode node) {
        this(place, place, node);
    }

    private MappingEntry child(String name, JsonNode value) {
        return new MappingEntry(place + "." + name, name, value);
    }

    /** Returns the entries of an object, in order. */
    List<MappingEntry> entries() {
        if (!node.isObject()) {
            throw problem("must have keys and values");
        }
        List<MappingEntry> entries = new ArrayList<>();
        node.properties().forEach(each -> {
            if (!each.getValue().isNull()) {
                entries.add(child(each.getKey(), each.getValue()));
            }
        });
        return entries;
    }

    /** Checks that an object has only these keys. */
    MappingEntry requireKeys(String... known) {
        List<String> keys = List.of(known);
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(place + " has no key '" + key + "'"
                        + Names.nearest(key, keys)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; the keys are " + String.join(", ", keys)));
            }
        });
        return this;
    }

    /** Returns the entry of a key, if it is set. */
    Optional<MappingEntry> find(String name) {
        JsonNode found = node.get(name);
        return found == null || found.isNull() ? Optional.empty() : Optional.of(child(name, found));
    }

    boolean isObject() {
        return node.isObject();
    }

    String text() {
        if (!node.isValueNode()) {
            throw problem("must be a text");
        }
        return node.asText();
    }

    double number() {
        double number = node.isNumber() ? node.asDouble() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw problem("must be a finite number");
        }
        return number;
    }

    FieldPath path() {
        try {
            return FieldPath.parse(text());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": the path '" + text() + "' " + e.getMessage(), e);
        }
    }

    IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(place + " is " + node + ", but " + what);
    }
}
