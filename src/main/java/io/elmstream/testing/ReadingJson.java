package io.elmstream.testing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.elmstream.data.InvalidJson;
import io.elmstream.data.Names;
import io.elmstream.wire.avro.SensorReading;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses a reading from a JSON object: the fields of a {@link SensorReading}, with its features in order or by name.
 */
final class ReadingJson {

    private static final String PLACE = "the reading in JSON";
    private static final String FEATURES = "features";
    private static final List<String> FIELDS = List.of("sensorId", "modelId", "eventTime", "label", FEATURES);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // a double would turn 1e400 into infinity
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode reading;

    private ReadingJson(JsonNode reading) {
        this.reading = reading;
    }

    /**
     * Parses a reading.
     *
     * @param features returns the features of the model that a reading names, or of the default model
     * @throws IllegalArgumentException if the text is not a JSON object, or a field is invalid
     */
    static SensorReading read(String json, Function<Optional<String>, NamedFeatures> features) {
        return new ReadingJson(parse(json)).record(features);
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.isObject()) {
                throw new IllegalArgumentException(PLACE + " must be an object with the fields " + FIELDS);
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    PLACE + position(e.getLocation()) + ": " + InvalidJson.words(e.getOriginalMessage()), e);
        }
    }

    /** A parser that reaches one of its limits gives no location. */
    private static String position(@Nullable JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private SensorReading record(Function<Optional<String>, NamedFeatures> features) {
        reading.properties().forEach(field -> requireKnown(field.getKey()));
        String sensorId =
                text("sensorId").orElseThrow(() -> new IllegalArgumentException(PLACE + ": field sensorId is missing"));
        Optional<String> modelId = text("modelId");
        return new SensorReading(
                sensorId,
                modelId.orElse(null),
                eventTime().orElse(null),
                text("label").orElse(null),
                values(features.apply(modelId)));
    }

    private static void requireKnown(String field) {
        if (!FIELDS.contains(field)) {
            throw new IllegalArgumentException(PLACE + " has a field \"" + field + "\"; its fields are " + FIELDS
                    + Names.nearest(field, FIELDS)
                            .map(near -> ". Did you mean \"" + near + "\"?")
                            .orElse(""));
        }
    }

    private Optional<String> text(String field) {
        JsonNode value = reading.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(field, value, "a string");
        }
        return Optional.of(value.textValue());
    }

    private Optional<Instant> eventTime() {
        JsonNode value = reading.path("eventTime");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.canConvertToLong() && value.isIntegralNumber()) {
            return Optional.of(Instant.ofEpochMilli(value.longValue()));
        }
        try {
            return Optional.of(Instant.parse(value.asText()));
        } catch (DateTimeException e) {
            throw wrong("eventTime", value, "a time such as \"2026-01-01T00:00:00Z\", or milliseconds since 1970");
        }
    }

    private List<Float> values(NamedFeatures features) {
        JsonNode values = reading.path(FEATURES);
        if (values.isObject()) {
            Map<String, Number> byName = new LinkedHashMap<>();
            values.properties().forEach(each -> byName.put(each.getKey(), number(each.getKey(), each.getValue())));
            return features.inOrder(byName, PLACE);
        }
        if (!values.isArray()) {
            throw wrong(FEATURES, values, "an object of values by feature name, or an array in the model's order");
        }
        List<Float> inOrder = new ArrayList<>();
        for (JsonNode value : values) {
            String index = String.valueOf(inOrder.size());
            inOrder.add(NamedFeatures.exact(number(index, value), "field " + FEATURES + "." + index, PLACE));
        }
        features.requireWidth(inOrder.size(), PLACE);
        return inOrder;
    }

    private static Number number(String name, JsonNode value) {
        if (value.isNull()) {
            return Float.NaN;
        }
        if (!value.isNumber()) {
            throw wrong(FEATURES + "." + name, value, "a number, or null for a missing value");
        }
        return value.numberValue();
    }

    private static IllegalArgumentException wrong(String field, JsonNode value, String expected) {
        String found = value.isMissingNode() ? "missing" : value.toString();
        return new IllegalArgumentException(PLACE + ": field " + field + " is " + found + ", must be " + expected);
    }
}
