package io.elmstream.readings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.readings.FieldPath.Each;
import io.elmstream.readings.FieldPath.Index;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.readings.FieldPath.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of sample records in JSON, with the values that they have. */
final class SampleFields {

    /** Elements of longer arrays are not looked at: they are a signal, not fields. */
    private static final int MOST_ELEMENTS = 64;

    private static final int DEEPEST = 32;

    private static final ObjectMapper JSON =
            new ObjectMapper(JsonDecoder.JSON).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Step> each;
    private final Map<FieldPath, List<JsonNode>> values = new LinkedHashMap<>();
    private int records;
    private int readings;

    /** @param each the array whose elements are the readings; empty if a record is one */
    SampleFields(Optional<FieldPath> each) {
        this.each = each.map(FieldPath::steps).orElse(List.of());
    }

    /** Parses the value of a record; empty if it is not JSON. */
    static Optional<JsonNode> parse(byte[] value, SchemaIds ids) {
        int from = ids.lengthIn(value);
        try {
            return Optional.of(JSON.readTree(value, from, value.length - from)).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Finds the array whose elements are the readings: of those that all records have, and in which there are only
     * objects, the one with most elements.
     */
    static Optional<FieldPath> each(List<JsonNode> records) {
        Map<FieldPath, Integer> having = new HashMap<>();
        Map<FieldPath, Integer> elements = new LinkedHashMap<>();
        for (JsonNode sample : records) {
            arrays(sample, List.of()).forEach((path, count) -> {
                having.merge(path, 1, Integer::sum);
                elements.merge(path, count, Integer::sum);
            });
        }
        return elements.entrySet().stream()
                .filter(array -> having.getOrDefault(array.getKey(), 0) == records.size() && array.getValue() > 0)
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey);
    }

    private static Map<FieldPath, Integer> arrays(JsonNode node, List<Step> at) {
        Map<FieldPath, Integer> found = new LinkedHashMap<>();
        if (at.size() + 1 < DEEPEST && node.isObject()) {
            node.properties()
                    .forEach(field -> found.putAll(arrays(field.getValue(), down(at, new Name(field.getKey())))));
        } else if (at.size() < DEEPEST && node.isArray()) {
            boolean objectsOnly = true;
            for (JsonNode element : node) {
                objectsOnly &= element.isObject();
            }
            if (objectsOnly) {
                found.put(new FieldPath(down(at, new Each())), node.size());
            }
        }
        return found;
    }

    void add(JsonNode sample) {
        records++;
        walk(sample, List.of());
    }

    private void walk(JsonNode node, List<Step> at) {
        if (!at.isEmpty()) {
            values.computeIfAbsent(new FieldPath(at), first -> new ArrayList<>())
                    .add(node);
        }
        if (at.size() == DEEPEST) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(field -> walk(field.getValue(), down(at, new Name(field.getKey()))));
        } else if (node.isArray() && down(at, new Each()).equals(each)) {
            for (JsonNode element : node) {
                readings++;
                walk(element, each);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < Math.min(node.size(), MOST_ELEMENTS); i++) {
                walk(node.get(i), down(at, new Index(i)));
            }
        }
    }

    private static List<Step> down(List<Step> at, Step step) {
        List<Step> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }

    /** Returns the paths of all values, in the order of the samples. */
    List<FieldPath> paths() {
        return List.copyOf(values.keySet());
    }

    /** Returns the fields that have a value other than an object or an array somewhere. */
    List<SampleField> fields() {
        return values.entrySet().stream()
                .map(field -> new SampleField(
                        field.getKey(),
                        field.getKey().upToEach().isEmpty() ? records : readings,
                        List.copyOf(field.getValue())))
                .filter(field -> field.values().stream().anyMatch(JsonNode::isValueNode))
                .toList();
    }
}
