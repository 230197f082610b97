package io.elmstream.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.elmstream.data.InvalidJson;
import io.elmstream.http.InferRequest.Output;
import io.elmstream.http.InferRequest.Outputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inference request of the Open Inference Protocol, with Triton's extensions for binary data and
 * classification. Unknown fields and parameters are ignored, as the protocol asks. One instance reads one request.
 */
final class InferReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final byte[] body;
    private final int headerLength;
    private final List<PendingInput> inputs = new ArrayList<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private Optional<String> id = Optional.empty();
    private Parameters parameters = new Parameters();

    /** The parameters of a request, an input or an output, those that are known. */
    private static final class Parameters {
        private @Nullable String sensor;
        private @Nullable Long binarySize;
        private @Nullable Boolean binary;
        private @Nullable Boolean binaryOutput;
        private @Nullable Integer classification;
    }

    /** An input whose data may follow the header. */
    private static final class PendingInput {
        private String name = "";
        private long @Nullable [] shape;
        private @Nullable Datatype type;
        private @Nullable TensorData data;
        private Parameters parameters = new Parameters();
    }

    private InferReader(byte[] body, int headerLength) {
        this.body = body;
        this.headerLength = headerLength;
    }

    /**
     * Reads a request.
     *
     * @param headerLength the length of the JSON text in bytes, if binary data follow it
     */
    static InferRequest read(byte[] body, Optional<Integer> headerLength) throws RequestException {
        int length = headerLength.orElse(body.length);
        if (length < 0 || length > body.length) {
            throw RequestException.bad(
                    "the header %s is %d, but the body has %d bytes", Headers.JSON_LENGTH, length, body.length);
        }
        return length == 0 && headerLength.isPresent() ? raw(body) : new InferReader(body, length).read();
    }

    /** Reads a body without header: the floats of all features and nothing else, answered in binary. */
    private static InferRequest raw(byte[] body) throws RequestException {
        int floats = body.length / Datatype.FP32.bytes();
        Tensor all =
                new BinaryTensors(body, 0).next(FeatureRows.FEATURES, new long[] {floats}, Datatype.FP32, body.length);
        return new InferRequest(
                Optional.empty(),
                Optional.empty(),
                List.of(Tensor.raw(all.name(), all.values())),
                new Outputs(Map.of(), true));
    }

    private InferRequest read() throws RequestException {
        try (JsonParser in = JSON.createParser(body, 0, headerLength)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw RequestException.bad("the body must be a JSON object with the field inputs");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                field(in);
            }
            if (in.nextToken() != null) {
                throw RequestException.bad(
                        "the body continues behind its JSON object; set the header %s if binary" + " data follow",
                        Headers.JSON_LENGTH);
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw RequestException.bad("the body cannot be read: %s", e.getMessage());
        }
        if (inputs.isEmpty()) {
            throw RequestException.bad("the request has no inputs");
        }
        return new InferRequest(
                id,
                Optional.ofNullable(parameters.sensor),
                tensors(),
                new Outputs(outputs, Boolean.TRUE.equals(parameters.binaryOutput)));
    }

    /** Returns the exception for a body that is no JSON, with the place. */
    static RequestException notJson(JsonProcessingException e) {
        return RequestException.bad(
                "the body is not valid JSON at line %d, column %d: %s",
                e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                InvalidJson.words(e.getOriginalMessage()));
    }

    private List<Tensor> tensors() throws RequestException {
        BinaryTensors binary = new BinaryTensors(body, headerLength);
        List<Tensor> tensors = new ArrayList<>();
        for (PendingInput input : inputs) {
            if (input.shape == null || input.type == null) {
                throw RequestException.bad(
                        "input '%s' has no %s", input.name, input.shape == null ? "shape" : "datatype");
            }
            Long size = input.parameters.binarySize;
            if ((size == null) == (input.data == null)) {
                throw RequestException.bad(
                        "input '%s' must have either data or the parameter binary_data_size", input.name);
            }
            tensors.add(
                    input.data == null
                            ? binary.next(input.name, input.shape, input.type, size == null ? 0 : size)
                            : input.data.tensor(input.name, input.shape, input.type));
        }
        if (binary.remaining() > 0) {
            throw RequestException.bad("%d bytes follow the data of the last input", binary.remaining());
        }
        return tensors;
    }

    private void field(JsonParser in) throws IOException, RequestException {
        String name = in.currentName();
        if (in.nextToken() == JsonToken.VALUE_NULL) {
            // some clients write null for what they leave out
            return;
        }
        switch (name) {
            case "id" -> id = Optional.of(text(in, "id"));
            case "parameters" -> parameters = parameters(in);
            case "inputs" -> objects(in, "inputs", this::input);
            case "outputs" -> objects(in, "outputs", this::output);
            default -> in.skipChildren();
        }
    }

    @FunctionalInterface
    private interface ObjectReader {
        void read(JsonParser in, int index) throws IOException, RequestException;
    }

    private static void objects(JsonParser in, String field, ObjectReader each) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw RequestException.bad("%s must be an array of objects", field);
        }
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw RequestException.bad("%s[%d] must be an object", field, i);
            }
            each.read(in, i);
        }
    }

    private void input(JsonParser in, int index) throws IOException, RequestException {
        PendingInput input = new PendingInput();
        input.name = "inputs[" + index + "]";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "name" -> input.name = text(in, input.name + ".name");
                case "shape" -> input.shape = shape(in, input.name);
                case "datatype" -> input.type = Datatype.named(text(in, input.name + ".datatype"), input.name);
                case "parameters" -> input.parameters = parameters(in);
                case "data" -> {
                    input.data = new TensorData();
                    input.data.read(in, input.name);
                }
                default -> in.skipChildren();
            }
        }
        inputs.add(input);
    }

    private void output(JsonParser in, int index) throws IOException, RequestException {
        String name = "";
        Parameters asked = new Parameters();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "name" -> name = text(in, "outputs[" + index + "].name");
                case "parameters" -> asked = parameters(in);
                default -> in.skipChildren();
            }
        }
        if (!name.equals(InferRequest.LABEL) && !name.equals(InferRequest.PROBABILITIES)) {
            throw RequestException.bad(
                    "outputs[%d] is '%s'; a model has the outputs %s and %s",
                    index, name, InferRequest.LABEL, InferRequest.PROBABILITIES);
        }
        if (name.equals(InferRequest.LABEL) && asked.classification != null) {
            throw RequestException.bad(
                    "the parameter classification is for the output %s, which it replaces by the most probable classes;"
                            + " output %s is the most probable one already",
                    InferRequest.PROBABILITIES, InferRequest.LABEL);
        }
        Output output = new Output(Optional.ofNullable(asked.binary), Optional.ofNullable(asked.classification));
        if (outputs.put(name, output) != null) {
            throw RequestException.bad("output '%s' is there twice", name);
        }
    }

    private static Parameters parameters(JsonParser in) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw RequestException.bad("parameters must be an object");
        }
        Parameters read = new Parameters();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "sensor" -> read.sensor = unicode(text(in, "parameter sensor"), "parameter sensor");
                case "binary_data_size" -> read.binarySize = whole(in, "parameter binary_data_size", 0);
                case "binary_data" -> read.binary = flag(in, "parameter binary_data");
                case "binary_data_output" -> read.binaryOutput = flag(in, "parameter binary_data_output");
                case "classification" ->
                    read.classification = (int) Math.min(Integer.MAX_VALUE, whole(in, "parameter classification", 1));
                default -> in.skipChildren();
            }
        }
        return read;
    }

    private static long[] shape(JsonParser in, String input) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw RequestException.bad("shape of input '%s' must be an array of whole numbers", input);
        }
        List<Long> dimensions = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            dimensions.add(whole(in, "shape of input '" + input + "'", 0));
        }
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    private static String text(JsonParser in, String what) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw RequestException.bad("%s must be a text", what);
        }
        return in.getText();
    }

    /** Returns a text that is used as a key, if it is valid Unicode: otherwise others would have the same bytes. */
    static String unicode(String text, String what) throws RequestException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RequestException.bad("%s must be valid Unicode, but has half of a surrogate pair", what);
        }
        return text;
    }

    private static long whole(JsonParser in, String what, long least) throws IOException, RequestException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getLongValue() < least) {
            throw RequestException.bad("%s must be a whole number, %d or more", what, least);
        }
        return in.getLongValue();
    }

    private static boolean flag(JsonParser in, String what) throws IOException, RequestException {
        if (!in.currentToken().isBoolean()) {
            throw RequestException.bad("%s must be true or false", what);
        }
        return in.getBooleanValue();
    }
}
