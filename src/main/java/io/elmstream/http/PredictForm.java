package io.elmstream.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.elm.Counted;
import io.elmstream.elm.ShortList;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ScoreRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow Serving's {@code :predict}: rows in {@code instances} are answered by {@code predictions}, one object for
 * each; columns in {@code inputs} by {@code outputs}. A row is an array of all features in the order of the model, or
 * an object with a number for each feature.
 */
final class PredictForm {

    private static final ObjectMapper JSON = new ObjectMapper()
            // rounded to floats from their digits, as in the other form
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    /** The largest body. It is read as a tree, which takes many times its size in memory. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final String INSTANCES = "instances";
    private static final String INPUTS = "inputs";

    private final JsonNode body;
    private final boolean byRow;

    private PredictForm(JsonNode body, boolean byRow) {
        this.body = body;
        this.byRow = byRow;
    }

    /** Reads a request. */
    static PredictForm read(byte[] bytes) throws RequestException {
        if (bytes.length > MAX_BYTES) {
            throw RequestException.tooLarge(
                    "the body has %d bytes; :predict takes at most %d, /v2/models/MODEL/infer takes more",
                    bytes.length, MAX_BYTES);
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw InferReader.notJson(e);
        } catch (IOException e) {
            throw RequestException.bad("the body cannot be read: %s", e.getMessage());
        }
        if (body == null || body.has(INSTANCES) == body.has(INPUTS)) {
            throw RequestException.bad("the body must be a JSON object with either instances or inputs");
        }
        return new PredictForm(body, body.has(INSTANCES));
    }

    /** Returns the key that the request names as {@code sensor}. */
    Optional<String> sensor() throws RequestException {
        JsonNode sensor = body.path("sensor");
        if (sensor.isMissingNode() || sensor.isNull()) {
            return Optional.empty();
        }
        if (!sensor.isTextual()) {
            throw RequestException.bad("sensor must be a text");
        }
        return Optional.of(InferReader.unicode(sensor.textValue(), "sensor"));
    }

    /** Returns the rows for a version. */
    FeatureRows rows(ReadyVersion version) throws RequestException {
        JsonNode given = body.get(byRow ? INSTANCES : INPUTS);
        if (!byRow && given.isObject()) {
            return columns(given, version);
        }
        if (!given.isArray() || given.isEmpty()) {
            throw RequestException.bad("%s must be an array with a row or more", byRow ? INSTANCES : INPUTS);
        }
        int width = version.features().size();
        for (int row = 0; row < given.size(); row++) {
            checkSize(given.get(row), row, width);
        }
        // only now has the request as many values as the array
        float[] values = new float[Math.multiplyExact(given.size(), width)];
        for (int row = 0; row < given.size(); row++) {
            row(given.get(row), row, version.features(), values);
        }
        return new FeatureRows(values, given.size());
    }

    private void checkSize(JsonNode row, int index, int width) throws RequestException {
        if (!row.isContainerNode()) {
            throw RequestException.bad(
                    "%s is %s; it must be a row, an array of %d values or an object",
                    place(index), ShortList.shortened(row.toString()), width);
        }
        if (row.size() != width) {
            throw RequestException.bad(
                    "%s has %s; the model takes %d", place(index), Counted.of(row.size(), "value"), width);
        }
    }

    private String place(int index) {
        return (byRow ? INSTANCES : INPUTS) + "[" + index + "]";
    }

    private void row(JsonNode row, int index, List<String> features, float[] values) throws RequestException {
        for (int j = 0; j < features.size(); j++) {
            JsonNode value = row.isArray() ? row.get(j) : row.get(features.get(j));
            values[index * features.size() + j] = number(value, place(index) + " feature '" + features.get(j) + "'");
        }
    }

    private static FeatureRows columns(JsonNode inputs, ReadyVersion version) throws RequestException {
        List<Tensor> tensors = new ArrayList<>();
        for (var field : inputs.properties()) {
            List<Float> values = new ArrayList<>();
            flatten(field.getValue(), "inputs '" + field.getKey() + "'", values);
            float[] flat = new float[values.size()];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = values.get(i);
            }
            boolean whole = field.getKey().equals(FeatureRows.FEATURES) && inputs.size() == 1;
            int width = version.features().size();
            long[] shape = whole && flat.length % width == 0
                    ? new long[] {flat.length / width, width}
                    : new long[] {flat.length};
            tensors.add(new Tensor(field.getKey(), shape, flat));
        }
        if (tensors.isEmpty()) {
            throw RequestException.bad("inputs is empty");
        }
        return FeatureRows.of(tensors, version);
    }

    private static void flatten(JsonNode node, String place, List<Float> values) throws RequestException {
        if (!node.isArray()) {
            values.add(number(node, place));
            return;
        }
        for (JsonNode each : node) {
            flatten(each, place, values);
        }
    }

    private static float number(@Nullable JsonNode value, String place) throws RequestException {
        if (value == null) {
            throw RequestException.bad("%s is not there", place);
        }
        if (value.isNull()) {
            return Float.NaN;
        }
        if (!value.isNumber()) {
            throw RequestException.bad("%s is %s; it must be a number", place, value);
        }
        return value.floatValue();
    }

    /** Returns the answer in the form of the request. */
    Answer answer(ScoreRequest scored) {
        return Answer.json(200, out -> {
            out.writeStartObject();
            if (byRow) {
                out.writeArrayFieldStart("predictions");
                for (int row = 0; row < scored.count(); row++) {
                    out.writeStartObject();
                    out.writeStringField(InferRequest.LABEL, scored.label(row));
                    out.writeFieldName(InferRequest.PROBABILITIES);
                    writeRow(out, scored, row);
                    out.writeEndObject();
                }
                out.writeEndArray();
            } else {
                writeOutputs(out, scored);
            }
            out.writeEndObject();
        });
    }

    private static void writeOutputs(JsonGenerator out, ScoreRequest scored) throws IOException {
        out.writeObjectFieldStart("outputs");
        out.writeArrayFieldStart(InferRequest.LABEL);
        for (int row = 0; row < scored.count(); row++) {
            out.writeString(scored.label(row));
        }
        out.writeEndArray();
        out.writeArrayFieldStart(InferRequest.PROBABILITIES);
        for (int row = 0; row < scored.count(); row++) {
            writeRow(out, scored, row);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeRow(JsonGenerator out, ScoreRequest scored, int row) throws IOException {
        out.writeStartArray();
        for (int c = 0; c < scored.classes(); c++) {
            out.writeNumber(scored.probabilities()[row * scored.classes() + c]);
        }
        out.writeEndArray();
    }
}
