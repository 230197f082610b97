package io.elmstream.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ServedModel;
import java.io.IOException;
import java.util.List;

/** Writes what there is to know about the server and its models, in both protocols. */
final class ModelPages {

    private static final long ANY = -1;

    private ModelPages() {}

    /** Returns the answer about the server. */
    static Answer server(String version) {
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("name", "elmstream");
            out.writeStringField("version", version);
            writeTexts(out, "extensions", List.of("binary_tensor_data", "classification"));
            out.writeEndObject();
        });
    }

    /**
     * Returns the answer about one version of a model: its inputs and outputs, and the names of features and labels.
     */
    static Answer model(ServedModel model, ReadyVersion version) {
        List<String> labels = version.served().labels();
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("name", model.timeline().modelId().value());
            writeTexts(
                    out,
                    "versions",
                    model.timeline().versions().stream()
                            .sorted()
                            .map(String::valueOf)
                            .toList());
            out.writeStringField("platform", "elmstream_elm");
            out.writeArrayFieldStart("inputs");
            writeTensor(
                    out,
                    FeatureRows.FEATURES,
                    Datatype.FP32,
                    ANY,
                    version.features().size());
            out.writeEndArray();
            out.writeArrayFieldStart("outputs");
            writeTensor(out, InferRequest.LABEL, Datatype.BYTES, ANY);
            writeTensor(out, InferRequest.PROBABILITIES, Datatype.FP32, ANY, labels.size());
            out.writeEndArray();
            writeTexts(out, "features", version.features());
            writeTexts(out, "labels", labels);
            out.writeEndObject();
        });
    }

    /** Returns the answer about health: its status says it, and a field of that name. */
    static Answer health(String name, boolean isSo) {
        return Answer.json(isSo ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeBooleanField(name, isSo);
            if (!isSo) {
                out.writeStringField("error", "not " + name);
            }
            out.writeEndObject();
        });
    }

    /** Returns the state of a version in the form of TensorFlow Serving. */
    static Answer tensorFlowStatus(ReadyVersion version) {
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("model_version_status");
            out.writeStartObject();
            out.writeStringField("version", String.valueOf(version.served().version()));
            out.writeStringField("state", "AVAILABLE");
            out.writeObjectFieldStart("status");
            out.writeStringField("error_code", "OK");
            out.writeStringField("error_message", "");
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void writeTensor(JsonGenerator out, String name, Datatype type, long... shape) throws IOException {
        InferWriter.startTensor(out, name, type, shape);
        out.writeEndObject();
    }

    private static void writeTexts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
