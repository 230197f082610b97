package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.edge.EdgeClassifier;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.testing.DeadLetter;
import io.elmstream.testing.ElmstreamTestDriver;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.TrainingPlan;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/api.md; {@link ReadmeTest} holds that page to this code. */
class ApiExamplesTest {

    private final Samples samples = new Boilers();
    private final TrainingPlan plan =
            new TrainingPlan(16, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "test");
    private final ProbeRows rows = new ProbeRows(samples);
    private final Elm elm = ElmTrainer.train(rows, plan);

    /** Hot above 80 degrees. */
    static final class Boilers implements Samples {

        @Override
        public List<String> featureNames() {
            return List.of("temperature", "pressure");
        }

        @Override
        public List<String> labels() {
            return List.of("fine", "hot");
        }

        @Override
        public void forEach(Visitor visitor) {
            for (int temperature = 0; temperature < 110; temperature++) {
                for (float pressure = 1; pressure <= 3; pressure += 0.25f) {
                    visitor.row(new float[] {temperature, pressure}, temperature > 80 ? 1 : 0);
                }
            }
        }
    }

    @Test
    void shouldTrain() {
        // When
        TrainingPlan plan =
                new TrainingPlan(16, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "boiler 1.0");
        Elm elm = ElmTrainer.train(samples, plan);

        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());
        samples.forEach((row, label) -> tally.add(label, elm.probabilities(row)));
        double accuracy = tally.evaluation().accuracy();

        // Then
        assertThat(accuracy).isGreaterThan(0.95);
    }

    @Test
    void shouldScoreInDoublePrecisionAndInBatches() {
        // When
        double[] probabilities = elm.probabilities(new float[] {95, 2.5f});

        PackedModel packed = PackedModel.pack(elm);
        float[] rows = {20, 1.5f, 95, 2.5f};
        float[] scores = new float[2 * packed.classes()];
        ForwardPass.fastest().score(packed, rows, 2, new Workspace(), scores);

        // Then
        assertThat(probabilities[1]).isGreaterThan(0.5);
        assertThat((double) scores[3]).isCloseTo(probabilities[1], Offset.offset(1e-3));
    }

    @Test
    void shouldWriteAndReadAModelFile() throws ArtefactException {
        // When
        ProbeRows rows = new ProbeRows(samples);
        Elm elm = ElmTrainer.train(rows, plan);
        Artefact artefact = new Artefact(new ModelId("boiler"), 1, elm, rows.of(elm));
        byte[] file = ArtefactFormat.write(artefact);
        Artefact same = ArtefactFormat.read(file);

        // Then
        assertThat(same).isEqualTo(artefact);
    }

    @Test
    void shouldClassifyOnADevice(@TempDir Path folder) throws IOException, ArtefactException {
        // Given
        Path file = folder.resolve("boiler-1.elm");
        Files.write(file, ArtefactFormat.write(new Artefact(new ModelId("boiler"), 1, elm, rows.of(elm))));

        // When
        EdgeClassifier model = EdgeClassifier.load(file);
        EdgeClassifier.Answer answer = model.classify(new float[] {95, 2.5f});

        float[] probabilities = new float[model.labels().size()];
        int label = model.classify(new float[] {95, 2.5f}, probabilities);

        // Then
        assertThat(answer.label()).isEqualTo("hot").isEqualTo(model.labels().get(label));
        assertThat(answer.probabilities()).isEqualTo(probabilities);
    }

    @Test
    void shouldPipeReadingsInEveryForm() {
        try (ElmstreamTestDriver driver = driver()) {
            // When
            driver.sensor("b7").pipe(Map.of("temperature", 20, "pressure", 1.5));
            driver.sensor("b7").pipeCsv("""
                    pressure,temperature
                    1.6,31.0
                    2.5,95.0
                    """);
            driver.pipeJson("""
                    {"sensorId": "b8", "features": {"temperature": 95, "pressure": 2.5}}
                    """);
            driver.pipe(new SensorReading("b9", null, null, null, List.of(1f)));

            List<Prediction> predictions = driver.predictions();
            List<DeadLetter> deadLetters = driver.deadLetters();

            // Then
            assertThat(predictions).extracting(Prediction::getLabel).containsExactly("fine", "fine", "hot", "hot");
            assertThat(deadLetters).extracting(DeadLetter::reason).containsExactly(Rejection.WRONG_WIDTH);
        }
    }

    @Test
    void shouldTryAVersionAndLookAtWhatIsInForce() {
        try (ElmstreamTestDriver driver = driver()) {
            // When
            driver.publish(new Artefact(new ModelId("boiler"), 2, elm, rows.of(elm)));
            Challenger canary = new Challenger(2, Mode.CANARY, Share.ALL, Optional.empty());
            ModelStatus answer = driver.challenge("boiler", canary);
            driver.advanceTo(answer.getEffectiveFrom());
            assertThat(driver.inForce("boiler", driver.eventTime())).hasValueSatisfying(now -> {
                assertThat(now.champion()).isEqualTo(1);
                assertThat(now.challenger()).contains(canary);
            });

            driver.promote("boiler");
            driver.advance(Duration.ofSeconds(1));
            driver.rollback("boiler");

            // Then
            assertThat(driver.inForce("boiler", driver.eventTime()))
                    .hasValueSatisfying(now -> assertThat(now.revision()).isEqualTo(2));
        }
    }

    @Test
    void shouldLearnFromLabelsThatComeAfterTheirReadings() {
        // Given
        ElmstreamTestDriver.Builder learning = ElmstreamTestDriver.builder()
                .set("models.default", "boiler")
                .set("learn.enabled", true)
                .set("learn.every.rows", 50)
                .set("learn.window", 50);
        try (ElmstreamTestDriver driver = champion(learning.build())) {
            // When
            Gate gate = new Gate(50, OptionalDouble.of(0), OptionalDouble.empty(), 0);
            driver.learn("boiler", new Learning(true, Mode.SHADOW, Share.ALL, Optional.of(gate)));
            for (int i = 0; i < 400; i++) {
                // hot above 60 degrees now, no longer above 80
                int temperature = i % 110;
                Instant time = driver.eventTime();
                driver.sensor("b7").pipe(Map.of("temperature", temperature, "pressure", 2));
                driver.advance(Duration.ofSeconds(1));
                driver.label("b7", time, temperature > 60 ? "hot" : "fine");
            }
            driver.report();
            driver.report();
            driver.advance(Duration.ofSeconds(1));
            driver.sensor("b7").pipe(Map.of("temperature", 70, "pressure", 2));
            List<Prediction> predictions = driver.predictions();
            Prediction last = predictions.get(predictions.size() - 1);

            // Then
            assertThat(last.getVersion()).isEqualTo(2);
            assertThat(last.getLabel()).isEqualTo("hot");
        }
    }

    private ElmstreamTestDriver driver() {
        return champion(
                ElmstreamTestDriver.builder().set("models.default", "boiler").build());
    }

    private ElmstreamTestDriver champion(ElmstreamTestDriver driver) {
        driver.publish(new Artefact(new ModelId("boiler"), 1, elm, rows.of(elm)));
        driver.activate("boiler", 1);
        return driver;
    }
}
