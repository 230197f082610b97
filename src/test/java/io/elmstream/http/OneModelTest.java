package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.Main;
import io.elmstream.edge.EdgeClassifier;
import io.elmstream.elm.Classifier;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.serving.FileModels;
import io.elmstream.serving.ModelIndex;
import io.elmstream.support.SmallModel;
import io.elmstream.support.TableFeatures;
import io.elmstream.tables.Sample;
import io.elmstream.testing.ElmstreamTestDriver;
import io.elmstream.topology.inference.TestFolders;
import io.elmstream.wire.avro.Prediction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One model, one truth: whoever asks it for the same rows gets the same probabilities, to the bit. The exports, which
 * do not run our kernel, are held to it by tests of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneModelTest {

    private static final int ROWS = 2_000;

    private Path folder;
    private Artefact artefact;
    private Path modelFile;
    private List<String> features;
    private List<String> labels;
    private float[] rows;
    private float[] truth;

    @BeforeAll
    void scoreWithTheKernel(@TempDir Path temporary) throws Exception {
        folder = temporary;
        byte[] bytes = SmallModel.artefact(1);
        artefact = ArtefactFormat.read(bytes);
        modelFile = Files.write(folder.resolve("shuttle-1.elm"), bytes);
        Classifier classifier = artefact.classifier();
        features = classifier.featureNames();
        labels = classifier.labels();
        rows = new float[ROWS * features.size()];
        List<float[]> table = TableFeatures.of(Sample.SHUTTLE.table(), features, Sample.SHUTTLE.testRows());
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(table.get(row), 0, rows, row * features.size(), features.size());
        }
        truth = new float[ROWS * labels.size()];
        PackedClassifier.pack(classifier)
                .score(ForwardPass.fastest(), rows, ROWS, new Workspace(), truth, new boolean[ROWS]);
    }

    @Test
    void shouldBeWhatTheStreamPredicts() {
        // Given
        try (ElmstreamTestDriver driver = ElmstreamTestDriver.builder()
                .set("models.default", SmallModel.ID)
                .build()) {
            driver.publish(artefact);
            driver.activate(SmallModel.ID, 1);

            // When
            for (int row = 0; row < ROWS; row++) {
                driver.sensor("sensor-" + row % 7).pipe(named(row));
            }

            // Then
            List<Prediction> predictions = driver.predictions();
            assertThat(predictions).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                Prediction prediction = predictions.get(row);
                shouldBeTruth(row, prediction.getLabel(), floats(prediction.getProbabilities()));
            }
        }
    }

    @Test
    void shouldBeWhatRequestsAreAnswered() throws Exception {
        // Given
        ModelIndex index = FileModels.index(
                Map.of(artefact.key(), Files.readAllBytes(modelFile)),
                TestFolders.fresh(),
                Runnable::run,
                System::currentTimeMillis);
        try (InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, index)) {
            HttpCaller caller = new HttpCaller(server.port());
            int[] ends = {1, 2, 10, 300, ROWS};

            // When
            for (int i = 0, from = 0; i < ends.length; from = ends[i++]) {
                HttpResponse<byte[]> answer =
                        caller.post("/v2/models/shuttle/infer", request(from, ends[i], i % 2 == 0));

                // Then
                assertThat(answer.statusCode()).isEqualTo(200);
                JsonNode outputs = HttpCaller.json(answer).get("outputs");
                for (int row = from; row < ends[i]; row++) {
                    float[] probabilities = new float[labels.size()];
                    for (int c = 0; c < probabilities.length; c++) {
                        JsonNode value = outputs.get(1).get("data").get((row - from) * labels.size() + c);
                        probabilities[c] = Float.parseFloat(value.asText());
                    }
                    shouldBeTruth(
                            row, outputs.get(0).get("data").get(row - from).asText(), probabilities);
                }
            }
        }
    }

    /** JSON with the digits of the floats, or the floats as they are. */
    private byte[] request(int from, int to, boolean nested) {
        String data = IntStream.range(from, to)
                .mapToObj(row -> IntStream.range(0, features.size())
                        .mapToObj(j -> String.valueOf(rows[row * features.size() + j]))
                        .collect(Collectors.joining(",", nested ? "[" : "", nested ? "]" : "")))
                .collect(Collectors.joining(","));
        return ("{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[" + (to - from) + ","
                        + features.size() + "],\"data\":[" + data + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldBeWhatBinaryRequestsAreAnswered() throws Exception {
        // Given
        ModelIndex index = FileModels.index(
                Map.of(artefact.key(), Files.readAllBytes(modelFile)),
                TestFolders.fresh(),
                Runnable::run,
                System::currentTimeMillis);
        ByteBuffer body = ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        body.asFloatBuffer().put(rows);
        try (InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, index)) {

            // When
            HttpResponse<byte[]> answer = new HttpCaller(server.port())
                    .post("/v2/models/shuttle/infer", body.array(), Headers.JSON_LENGTH, "0");

            // Then
            float[] probabilities = new float[truth.length];
            int bytes = probabilities.length * Float.BYTES;
            ByteBuffer.wrap(answer.body(), answer.body().length - bytes, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(probabilities);
            assertThat(probabilities).isEqualTo(truth);
        }
    }

    @Test
    void shouldBeWhatPredictWrites() throws Exception {
        // Given
        Path in = folder.resolve("rows.csv");
        Path out = folder.resolve("predictions.csv");
        Files.writeString(
                in,
                IntStream.range(0, ROWS)
                        .mapToObj(row -> IntStream.range(0, features.size())
                                .mapToObj(j -> String.valueOf(rows[row * features.size() + j]))
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n", String.join(",", features) + "\n", "\n")));
        StringWriter told = new StringWriter();

        // When
        int exit = Main.execute(
                new PrintWriter(told),
                new PrintWriter(told),
                "predict",
                "--model",
                modelFile.toString(),
                "--in",
                in.toString(),
                "--out",
                out.toString());

        // Then
        assertThat(exit).as(told.toString()).isZero();
        List<String> lines = Files.readAllLines(out);
        List<String> header = List.of(lines.get(0).split(","));
        assertThat(lines).hasSize(ROWS + 1);
        for (int row = 0; row < ROWS; row++) {
            String[] cells = lines.get(row + 1).split(",");
            float[] probabilities = new float[labels.size()];
            for (int c = 0; c < probabilities.length; c++) {
                probabilities[c] = Float.parseFloat(cells[header.indexOf("probability_" + labels.get(c))]);
            }
            shouldBeTruth(row, cells[header.indexOf("label")], probabilities);
        }
    }

    @Test
    void shouldBeWhatADeviceAnswers() throws Exception {
        // Given
        EdgeClassifier device = EdgeClassifier.load(modelFile);

        for (int row = 0; row < ROWS; row++) {
            // When
            EdgeClassifier.Answer answer =
                    device.classify(Arrays.copyOfRange(rows, row * features.size(), (row + 1) * features.size()));

            // Then
            shouldBeTruth(row, answer.label(), answer.probabilities());
        }
    }

    private void shouldBeTruth(int row, String label, float[] probabilities) {
        int classes = labels.size();
        assertThat(label)
                .as("label of row %d", row)
                .isEqualTo(labels.get(Probabilities.predicted(truth, row * classes, classes)));
        assertThat(probabilities)
                .as("probabilities of row %d", row)
                .isEqualTo(Arrays.copyOfRange(truth, row * classes, (row + 1) * classes));
    }

    private Map<String, Float> named(int row) {
        return IntStream.range(0, features.size())
                .boxed()
                .collect(Collectors.toMap(features::get, j -> rows[row * features.size() + j]));
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
