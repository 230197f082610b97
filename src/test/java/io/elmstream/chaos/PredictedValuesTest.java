package io.elmstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.chaos.Workload.Reading;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** That the checker knows what a model says, and sees when a prediction says anything else. */
class PredictedValuesTest {

    private static final Schema SCHEMA = Schemas.file(Path.of("schemas/Prediction.avsc"));
    private static final Workload WORKLOAD = new Workload(7);
    private static final Reading READING = new Reading(3, 14);

    private final Map<Integer, KnownModel> versions = Map.of(1, KnownModel.of(7, 1), 2, KnownModel.of(7, 2));
    private final PredictedValues values = new PredictedValues("known", versions, WORKLOAD);

    @Test
    void shouldComputeWhatTheModelItselfSays() throws ArtefactException {
        for (int version = 1; version <= 3; version++) {
            // Given
            KnownModel model = KnownModel.of(7, version);
            float[] features = WORKLOAD.features(READING);

            // When
            double[] said =
                    ArtefactFormat.read(KnownModelFile.of("known", model)).elm().probabilities(features);

            // Then
            assertThat(model.probabilities(features)).containsExactly(said, Offset.offset(1e-12));
        }
    }

    @Test
    void shouldFindNothingWrongWithARightPrediction() {
        // When
        GenericRecord right = prediction(1, 0);

        // Then
        assertThat(values.faultOf(right, READING, READING.sensorId())).isEmpty();
    }

    @Test
    void shouldSeeWrongProbabilitiesKeysAndVersions() {
        // When
        GenericRecord relabelled = prediction(1, 0);
        relabelled.put(
                "label",
                KnownModel.LABELS.stream()
                        .filter(label -> !label.equals(relabelled.get("label")))
                        .findFirst()
                        .orElseThrow());
        GenericRecord ofAnother = prediction(1, 0);
        ofAnother.put("version", 2);
        GenericRecord unknown = prediction(1, 0);
        unknown.put("version", 3);

        // Then
        assertThat(values.faultOf(prediction(1, 2e-4f), READING, READING.sensorId()))
                .isPresent();
        assertThat(values.faultOf(prediction(1, 0), READING, "sensor-4")).isPresent();
        assertThat(values.faultOf(prediction(1, 0), new Reading(3, 15), READING.sensorId()))
                .isPresent();
        assertThat(List.of(relabelled, ofAnother, unknown))
                .allSatisfy(each -> assertThat(values.faultOf(each, READING, READING.sensorId()))
                        .isPresent());
    }

    private GenericRecord prediction(int version, float error) {
        double[] probabilities = versions.get(version).probabilities(WORKLOAD.features(READING));
        List<Float> published = new ArrayList<>();
        int best = 0;
        for (int c = 0; c < probabilities.length; c++) {
            published.add((float) probabilities[c] + (c == 0 ? error : 0));
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        GenericRecord prediction = new GenericData.Record(SCHEMA);
        prediction.put("sensorId", READING.sensorId());
        prediction.put("modelId", "known");
        prediction.put("version", version);
        prediction.put("label", KnownModel.LABELS.get(best));
        prediction.put("confidence", (float) probabilities[best]);
        prediction.put("probabilities", published);
        return prediction;
    }
}
