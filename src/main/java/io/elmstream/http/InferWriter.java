package io.elmstream.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.elmstream.http.InferRequest.Output;
import io.elmstream.serving.ScoreRequest;
import io.elmstream.wire.ServedVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the answer to an inference request in the form of the Open Inference Protocol: the output {@code label}, a
 * text for each row, and {@code probabilities}, rows x classes. A row whose scores are not probabilities has the label
 * "" and probabilities of 0, and is counted in the parameter {@code abstained}.
 */
final class InferWriter {

    private final InferRequest request;
    private final ScoreRequest scored;
    private final ServedVersion version;
    private final List<byte[]> binary = new ArrayList<>();

    private InferWriter(InferRequest request, ScoreRequest scored) {
        this.request = request;
        this.scored = scored;
        this.version = scored.version().served();
    }

    /** Returns the answer. */
    static Answer write(InferRequest request, ScoreRequest scored) {
        return new InferWriter(request, scored).write();
    }

    private Answer write() {
        byte[] header = Answer.jsonBytes(this::writeHeader);
        if (binary.isEmpty()) {
            return new Answer(200, Map.of(Headers.CONTENT_TYPE, Answer.JSON_TYPE), header);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(
                header.length + binary.stream().mapToInt(data -> data.length).sum());
        body.writeBytes(header);
        binary.forEach(body::writeBytes);
        return new Answer(
                200,
                Map.of(
                        Headers.CONTENT_TYPE,
                        "application/octet-stream",
                        Headers.JSON_LENGTH,
                        String.valueOf(header.length)),
                body.toByteArray());
    }

    private void writeHeader(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("model_name", version.modelId().value());
        out.writeStringField("model_version", String.valueOf(version.version()));
        if (request.id().isPresent()) {
            out.writeStringField("id", request.id().get());
        }
        out.writeObjectFieldStart("parameters");
        out.writeNumberField("version", version.version());
        out.writeNumberField("revision", version.revision());
        out.writeNumberField("abstained", abstained());
        out.writeNumberField("verified", scored.verifiedRows());
        out.writeEndObject();
        out.writeArrayFieldStart("outputs");
        for (String name : names()) {
            Optional<Output> output = request.outputs().of(name);
            if (output.isPresent()) {
                writeOutput(out, name, output.get());
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private Iterable<String> names() {
        return request.outputs().named().isEmpty()
                ? List.of(InferRequest.LABEL, InferRequest.PROBABILITIES)
                : request.outputs().named().keySet();
    }

    private int abstained() {
        return (int) IntStream.range(0, scored.count()).filter(scored::failed).count();
    }

    private void writeOutput(JsonGenerator out, String name, Output output) throws IOException {
        boolean isBinary = request.outputs().isBinary(output);
        if (name.equals(InferRequest.LABEL)) {
            writeTexts(out, name, new long[] {scored.count()}, labels(), isBinary);
        } else if (output.classification().isPresent()) {
            int top = Math.min(output.classification().get(), scored.classes());
            writeTexts(out, name, new long[] {scored.count(), top}, classification(top), isBinary);
        } else {
            writeProbabilities(out, isBinary);
        }
    }

    private List<String> labels() {
        return IntStream.range(0, scored.count()).mapToObj(scored::label).toList();
    }

    /** Returns the most probable classes of each row as {@code probability:index:label}, as Triton writes them. */
    private List<String> classification(int top) {
        float[] probabilities = scored.probabilities();
        int classes = scored.classes();
        return IntStream.range(0, scored.count())
                .boxed()
                .flatMap(row -> IntStream.range(0, classes)
                        .boxed()
                        .sorted(Comparator.comparing((Integer c) -> -probabilities[row * classes + c]))
                        .limit(top)
                        .map(c -> probabilities[row * classes + c] + ":" + c + ":"
                                + version.labels().get(c)))
                .toList();
    }

    private void writeProbabilities(JsonGenerator out, boolean isBinary) throws IOException {
        float[] probabilities = scored.probabilities();
        startTensor(out, InferRequest.PROBABILITIES, Datatype.FP32, scored.count(), scored.classes());
        if (isBinary) {
            ByteBuffer data =
                    ByteBuffer.allocate(probabilities.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            data.asFloatBuffer().put(probabilities);
            endBinary(out, data.array());
        } else {
            out.writeArrayFieldStart("data");
            for (float probability : probabilities) {
                out.writeNumber(probability);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    private void writeTexts(JsonGenerator out, String name, long[] shape, List<String> texts, boolean isBinary)
            throws IOException {
        startTensor(out, name, Datatype.BYTES, shape);
        if (isBinary) {
            ByteArrayOutputStream data = new ByteArrayOutputStream(texts.size() * 16);
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                data.writeBytes(length.putInt(0, bytes.length).array());
                data.writeBytes(bytes);
            }
            endBinary(out, data.toByteArray());
        } else {
            out.writeArrayFieldStart("data");
            for (String text : texts) {
                out.writeString(text);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    /** Starts the object of a tensor, which is left open. */
    static void startTensor(JsonGenerator out, String name, Datatype type, long... shape) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", name);
        out.writeStringField("datatype", type.name());
        out.writeFieldName("shape");
        out.writeArray(shape, 0, shape.length);
    }

    private void endBinary(JsonGenerator out, byte[] data) throws IOException {
        out.writeObjectFieldStart("parameters");
        out.writeNumberField("binary_data_size", data.length);
        out.writeEndObject();
        out.writeEndObject();
        binary.add(data);
    }
}
