package io.elmstream.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model in ONNX Runtime: one thread, all optimisations, and direct buffers that are used again. It makes whole
 * predictions of readings. Not thread-safe.
 */
public final class OnnxModel implements AutoCloseable {

    private final List<String> labels;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private FloatBuffer in = direct(0);
    private FloatBuffer out = direct(0);

    public OnnxModel(Path file, List<String> labels) {
        this.labels = labels;
        try {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not load " + file, e);
        }
    }

    /** Scores readings at once and gives their predictions in the same order. */
    public List<Prediction> predict(List<Sourced> readings) {
        int count = readings.size();
        int inputs = readings.get(0).reading().getFeatures().size();
        if (in.capacity() != count * inputs) {
            in = direct(count * inputs);
            out = direct(count * labels.size());
        }
        in.clear();
        for (Sourced sourced : readings) {
            List<Float> features = sourced.reading().getFeatures();
            for (int i = 0; i < inputs; i++) {
                in.put(features.get(i));
            }
        }
        in.flip();
        out.clear();
        try (OnnxTensor x = OnnxTensor.createTensor(environment, in, new long[] {count, inputs});
                OnnxTensor y = OnnxTensor.createTensor(environment, out, new long[] {count, labels.size()});
                OrtSession.Result result = session.run(Map.of("x", x), Map.of("y", y))) {
            return predictions(readings);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed", e);
        }
    }

    private List<Prediction> predictions(List<Sourced> readings) {
        List<Prediction> predictions = new ArrayList<>(readings.size());
        out.clear();
        long sequence = readings.get(0).offset();
        for (Sourced sourced : readings) {
            List<Float> probabilities = new ArrayList<>(labels.size());
            int top = 0;
            for (int c = 0; c < labels.size(); c++) {
                probabilities.add(out.get());
                top = probabilities.get(c) > probabilities.get(top) ? c : top;
            }
            predictions.add(prediction(sourced, probabilities, top, sequence, readings.size()));
        }
        return predictions;
    }

    private Prediction prediction(Sourced sourced, List<Float> probabilities, int top, long sequence, int size) {
        SensorReading reading = sourced.reading();
        Instant time = reading.getEventTime();
        Prediction prediction = new Prediction();
        prediction.setSensorId(reading.getSensorId());
        prediction.setModelId("bench");
        prediction.setVersion(1);
        prediction.setRevision(1L);
        prediction.setEventTime(time == null ? Instant.EPOCH : time);
        prediction.setLabel(labels.get(top));
        prediction.setConfidence(probabilities.get(top));
        prediction.setProbabilities(probabilities);
        prediction.setBatchTask("0_" + sourced.partition());
        prediction.setBatchSequence(sequence);
        prediction.setBatchSize(size);
        prediction.setSourceTopic(sourced.topic());
        prediction.setSourcePartition(sourced.partition());
        prediction.setSourceOffset(sourced.offset());
        prediction.setLabels(labels);
        prediction.setModelLabel("");
        prediction.setRules(List.of());
        prediction.setLabelSet(List.of());
        return prediction;
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close its session", e);
        }
    }
}
