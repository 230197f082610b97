package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.UnitFamily;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.UnitPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a server in a process of its own, on the same machine: the times of single rows on one connection, single
 * rows on many, and large requests. The baseline is the same server with ONNX Runtime behind it, one call a request.
 */
public final class ServeBench {

    /** Kept-alive connections for the rate of single rows. */
    public static final int CONNECTIONS = 32;

    /** Rows of a large request. */
    public static final int ROWS = 1_024;

    private static final int LARGE_CONNECTIONS = 4;
    private static final int UNITS = 512;
    private static final String PATH = "/v2/models/shuttle/infer";

    /** A class of the profile jmh; without it there is no baseline. */
    private static final String ONNX_SERVER = "io.elmstream.bench.OnnxServer";

    /**
     * Times on one connection, in milliseconds from the moment that a request was due.
     *
     * @param p50 half of the requests took at most this
     * @param p99 99 of 100 took at most this
     * @param p999 999 of 1,000 took at most this
     * @param max the longest
     * @param percentiles pairs of percentile and time, for a picture
     */
    public record Times(double p50, double p99, double p999, double max, List<double[]> percentiles) {}

    /**
     * A server.
     *
     * @param name what scores
     * @param times of single rows at the steady rate, on one connection
     * @param requestsPerSecond single rows over 32 connections
     * @param rowsPerSecond in binary requests of 1,024 rows
     */
    public record Result(String name, Times times, double requestsPerSecond, double rowsPerSecond) {}

    private final int perSecond;
    private final Duration warmUp;
    private final Duration time;
    private final Consumer<String> progress;

    /**
     * @param perSecond the steady rate on one connection
     * @param progress takes a line now and then
     */
    public ServeBench(int perSecond, Duration warmUp, Duration time, Consumer<String> progress) {
        this.perSecond = perSecond;
        this.warmUp = warmUp;
        this.time = time;
        this.progress = progress;
    }

    /** Measures both servers; takes a few minutes. */
    public List<Result> run() {
        Path folder = folder();
        Path model = folder.resolve("shuttle-1.elm");
        try {
            progress.accept("training a model of " + UNITS + " units on the Shuttle sample");
            Files.write(model, model());
            Result ours = measure(
                    "Elmstream", List.of("io.elmstream.cli.Main", "serve", "--port", "0", "--model", model.toString()));
            return hasOnnxRuntime()
                    ? List.of(ours, measure("ONNX Runtime, one call a request", List.of(ONNX_SERVER, model.toString())))
                    : List.of(ours);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(model);
            delete(folder);
        }
    }

    private static boolean hasOnnxRuntime() {
        try {
            Class.forName(ONNX_SERVER, false, ServeBench.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Result measure(String name, List<String> main) {
        try (ServerProcess server = ServerProcess.start(main)) {
            progress.accept("asking " + name + " for single rows on " + CONNECTIONS + " connections");
            double requests;
            try (HttpLoad many = new HttpLoad(server.port(), CONNECTIONS, single())) {
                many.saturate(warmUp);
                requests = many.saturate(time);
            }
            progress.accept("asking " + name + " for single rows on one connection, " + perSecond + " a second");
            Histogram times;
            try (HttpLoad one = new HttpLoad(server.port(), 1, single())) {
                one.steady(perSecond, warmUp);
                times = one.steady(perSecond, time);
            }
            progress.accept("asking " + name + " for " + ROWS + " rows at a time");
            try (HttpLoad large = new HttpLoad(server.port(), LARGE_CONNECTIONS, large())) {
                large.saturate(warmUp);
                return new Result(name, times(times), requests, ROWS * large.saturate(time));
            }
        }
    }

    private static Times times(Histogram nanos) {
        return new Times(
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getValueAtPercentile(99.9) / 1e6,
                nanos.getMaxValue() / 1e6,
                List.of(0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99).stream()
                        .map(percentile -> new double[] {percentile, nanos.getValueAtPercentile(percentile) / 1e6})
                        .toList());
    }

    private static byte[] model() {
        Elm elm = shuttle();
        return ArtefactFormat.write(new Artefact(
                new ModelId("shuttle"), 1, elm, Probes.of(elm, new float[] {50, 21, 77, 0, 28, 0, 27, 48, 22})));
    }

    /** A model of {@value #UNITS} clipped units, trained on the Shuttle sample. */
    static Elm shuttle() {
        TableSamples rows = TableSamples.toTrain(
                Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), Sample.SHUTTLE.trainingRows());
        LayerPlan layer = LayerPlan.of(new UnitPlan.Family(
                        1, Activation.CLIP, new UnitFamily(List.of(1, 2, 3, 4), List.of(2f, 4f, 8f)), true))
                .withUnits(UNITS);
        return ElmTrainer.train(
                rows, new TrainingPlan(layer, new ClassWeights.None(), MissingValues.REFUSE, 1, "bench"));
    }

    private static byte[] single() {
        String body = "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,9],\"datatype\":\"FP32\","
                + "\"data\":[50,21,77,0,28,0,27,48,22]}]}";
        return HttpLoad.post(PATH, body.getBytes(StandardCharsets.US_ASCII), "");
    }

    private static byte[] large() {
        int features = 9;
        byte[] header = ("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"features\","
                        + "\"shape\":[" + ROWS + "," + features + "],\"datatype\":\"FP32\","
                        + "\"parameters\":{\"binary_data_size\":" + ROWS * features * Float.BYTES + "}}]}")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(header.length + ROWS * features * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        for (int row = 0; row < ROWS; row++) {
            for (int feature = 0; feature < features; feature++) {
                body.putFloat(20 + (row * 7 + feature * 13) % 60);
            }
        }
        return HttpLoad.post(PATH, body.array(), "Inference-Header-Content-Length: " + header.length + "\r\n");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("elmstream-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the baseline, if it was measured. */
    public static @Nullable Result baseline(List<Result> results) {
        return Optional.of(results)
                .filter(all -> all.size() > 1)
                .map(all -> all.get(1))
                .orElse(null);
    }
}
