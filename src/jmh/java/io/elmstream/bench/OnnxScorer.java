package io.elmstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elmstream.elm.Elm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on one thread, with direct buffers that are used again. */
final class OnnxScorer implements Scorer {

    private final int inputs;
    private final int classes;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private FloatBuffer in = direct(0);
    private FloatBuffer out = direct(0);

    OnnxScorer(Elm elm) throws OrtException {
        inputs = elm.hidden().inputs();
        classes = elm.labels().size();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(FoldedModel.of(elm), options);
    }

    @Override
    public void score(float[] rows, int count, float[] probabilities) {
        if (in.capacity() != count * inputs) {
            in = direct(count * inputs);
            out = direct(count * classes);
        }
        in.clear().put(rows, 0, count * inputs).flip();
        // a tensor takes what remains of a buffer
        out.clear();
        try (OnnxTensor x = OnnxTensor.createTensor(environment, in, new long[] {count, inputs});
                OnnxTensor y = OnnxTensor.createTensor(environment, out, new long[] {count, classes});
                OrtSession.Result result = session.run(Map.of("x", x), Map.of("y", y))) {
            out.clear().get(probabilities, 0, count * classes);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed", e);
        }
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
