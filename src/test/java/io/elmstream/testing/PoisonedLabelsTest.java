package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.rollout.Step;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.TrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What wrong labels can do to a model that learns, on real rows: the accuracy is that on rows with their true class.
 */
class PoisonedLabelsTest {

    private static final Samples ALL = TableSamples.toTrain(
            Sample.SATELLITE.table(), Sample.SATELLITE.labelColumn(), Sample.SATELLITE.trainingRows());
    private static final List<Row> SHUFFLED = shuffled(ALL);
    private static final Elm GOOD = trained(1_500);
    private static final List<Row> STREAM = SHUFFLED.subList(1_500, SHUFFLED.size());
    private static final List<Row> CLEAN = rows(TableSamples.toEvaluate(
            Sample.SATELLITE.table(),
            Sample.SATELLITE.labelColumn(),
            Sample.SATELLITE.testRows(),
            ALL.featureNames(),
            ALL.labels()));
    private static final double POINT = 0.01;

    private final SplittableRandom random = new SplittableRandom(13);

    @TempDir
    private Path folder;

    private record Row(float[] features, String label) {}

    @Test
    void shouldKeepAGoodChampionAlthoughAFifthOfTheLabelsAreWrong() {
        // Given
        try (LearningStream stream = stream(GOOD)) {

            // When
            STREAM.subList(0, 700)
                    .forEach(row -> stream.send(row.features(), random.nextInt(5) == 0 ? another(row) : row.label()));

            // Then
            assertThat(champions(stream))
                    .allSatisfy(accuracy -> assertThat(accuracy).isGreaterThan(accuracy(GOOD) - POINT));
        }
    }

    @Test
    void shouldRollBackAVersionThatLearntFromLies() {
        // Given
        try (LearningStream stream = stream(GOOD)) {
            int lies = 0;
            while (stream.commands().isEmpty()) {
                Row row = STREAM.get(lies++);
                stream.send(row.features(), lie(row));
            }

            // When
            STREAM.subList(lies, lies + 600).forEach(row -> stream.send(row.features(), row.label()));

            // Then
            assertThat(accuracy(stream.artefact(2).classifier())).isLessThan(0.5);
            assertThat(stream.champion()).isEqualTo(1);
            assertThat(stream.timeline().steps())
                    .filteredOn(Step.Rollback.class::isInstance)
                    .extracting(Step::reason)
                    .first()
                    .asString()
                    .contains("rolled back by its gate: its accuracy is");
            assertThat(champions(stream)).containsExactly(accuracy(GOOD));
        }
    }

    @Test
    void shouldCountLabelsThatContradictOrBelongToNothingAndChangeNothing() {
        // Given
        List<Row> some = STREAM.subList(0, 100);
        try (LearningStream stream = stream(GOOD)) {

            // When
            some.forEach(row -> {
                stream.label("unknown", stream.time(), row.label());
                stream.send(row.features(), row.label(), another(row));
            });
            some.forEach(row -> stream.send(row.features(), "no such class"));

            // Then
            assertThat(stream.metric("labels-joined-total")).isEqualTo(200);
            assertThat(stream.metric("labels-contradictory-total")).isEqualTo(100);
            assertThat(stream.metric("labels-waiting")).isEqualTo(100);
            assertThat(stream.metric("learnt-rows-total")).isEqualTo(100);
            assertThat(stream.metric("left-out-rows-total")).isEqualTo(100);
            assertThat(champions(stream)).containsExactly(accuracy(GOOD));
        }
    }

    private LearningStream stream(Elm champion) {
        Probes probes = Probes.of(champion, CLEAN.get(0).features());
        return new LearningStream(folder, new Artefact(new ModelId("soil"), 1, champion, probes));
    }

    private static Elm trained(int rows) {
        return ElmTrainer.train(
                samples(SHUFFLED.subList(0, rows)),
                new TrainingPlan(60, Activation.SIGMOID, new ClassWeights.None(), MissingValues.REFUSE, 1, "test"));
    }

    private String another(Row row) {
        List<String> others = ALL.labels().stream()
                .filter(label -> !label.equals(row.label()))
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    /** The next class. */
    private static String lie(Row row) {
        List<String> labels = ALL.labels();
        return labels.get((labels.indexOf(row.label()) + 1) % labels.size());
    }

    /** The accuracy of each version that was champion, on clean rows. */
    private static List<Double> champions(LearningStream stream) {
        return stream.timeline().steps().stream()
                .map(Step::champion)
                .distinct()
                .map(version -> accuracy(stream.artefact(version).classifier()))
                .toList();
    }

    private static double accuracy(Classifier model) {
        Evaluation.Tally tally = new Evaluation.Tally(model.labels());
        CLEAN.forEach(row -> tally.add(model.labels().indexOf(row.label()), model.probabilities(row.features())));
        return tally.evaluation().accuracy();
    }

    private static List<Row> rows(Samples of) {
        List<Row> rows = new ArrayList<>();
        of.forEach((row, label) -> rows.add(new Row(row.clone(), of.labels().get(label))));
        return rows;
    }

    /** The file is ordered by place. */
    private static List<Row> shuffled(Samples of) {
        List<Row> rows = rows(of);
        Collections.shuffle(rows, new Random(7));
        return rows;
    }

    private static Samples samples(List<Row> rows) {
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return ALL.featureNames();
            }

            @Override
            public List<String> labels() {
                return ALL.labels();
            }

            @Override
            public void forEach(Visitor visitor) {
                rows.forEach(row -> visitor.row(row.features(), ALL.labels().indexOf(row.label())));
            }
        };
    }
}
