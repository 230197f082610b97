package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.support.SmallModel;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A draft with its verifier is a version like any other: published, activated, replaced and rolled back. */
class VerifiedDraftTopologyTest {

    private static final ModelId ID = new ModelId(SmallModel.ID);

    private final Elm draft = SmallModel.elm(1);
    private final Elm verifier = SmallModel.elm(2);
    private final List<float[]> rows = rows();
    private final ElmstreamTestDriver driver = ElmstreamTestDriver.builder()
            .set("models.default", SmallModel.ID)
            .startAt(Instant.parse("2026-01-01T00:00:00Z"))
            .build();

    private VerifiedDraft pair;

    @BeforeEach
    void putTheThresholdIntoTheWidestGapBetweenTheRows() {
        double[] ordered = rows.stream()
                .mapToDouble(
                        row -> Arrays.stream(draft.probabilities(row)).max().orElseThrow())
                .sorted()
                .toArray();
        int widest = 1;
        for (int i = 2; i < ordered.length; i++) {
            widest = ordered[i] - ordered[i - 1] > ordered[widest] - ordered[widest - 1] ? i : widest;
        }
        float[] thresholds = new float[draft.labels().size()];
        Arrays.fill(thresholds, (float) ((ordered[widest - 1] + ordered[widest]) / 2));
        pair = new VerifiedDraft(draft, verifier, thresholds);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldTellWhichOfTheTwoAnswered() {
        // Given
        champion(1, pair);

        // When
        rows.forEach(this::pipe);

        // Then
        List<Prediction> predictions = driver.predictions();
        assertThat(predictions).extracting(Prediction::getVerified).contains(true, false);
        for (int r = 0; r < rows.size(); r++) {
            double[] expected = (predictions.get(r).getVerified() ? verifier : draft).probabilities(rows.get(r));
            assertThat(pair.probabilities(rows.get(r))).isEqualTo(expected);
            for (int c = 0; c < expected.length; c++) {
                assertThat((double) predictions.get(r).getProbabilities().get(c))
                        .isCloseTo(expected[c], Offset.offset(1e-3));
            }
        }
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldBeRolledBackToTheVersionBefore() {
        // Given
        champion(1, draft);
        Instant from = champion(2, pair);
        driver.advanceTo(from);
        rows.forEach(this::pipe);
        assertThat(driver.predictions()).extracting(Prediction::getVersion).containsOnly(2);

        // When
        driver.rollback(SmallModel.ID);
        rows.forEach(this::pipe);

        // Then
        assertThat(driver.predictions())
                .allSatisfy(prediction -> assertThat(prediction.getVersion()).isEqualTo(1))
                .extracting(Prediction::getVerified)
                .containsOnly(false);
    }

    private Instant champion(int version, Classifier classifier) {
        var published = driver.publish(new Artefact(ID, version, classifier, Probes.of(classifier, rows.get(0))));
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        return driver.activate(SmallModel.ID, version).getEffectiveFrom();
    }

    private List<float[]> rows() {
        List<float[]> some = new ArrayList<>();
        TableSamples.toEvaluate(
                        Sample.SHUTTLE.table(),
                        Sample.SHUTTLE.labelColumn(),
                        RowRange.parse("1..20"),
                        draft.featureNames(),
                        draft.labels())
                .forEach((features, label) -> some.add(features.clone()));
        return some;
    }

    private void pipe(float[] row) {
        driver.pipe(new SensorReading(
                "s",
                null,
                null,
                null,
                IntStream.range(0, row.length).mapToObj(i -> row[i]).toList()));
    }
}
