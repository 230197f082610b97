package io.elmstream.chaos;

import io.elmstream.chaos.Workload.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** Whether a prediction says what the numbers of its version say of its reading. */
record PredictedValues(String modelId, Map<Integer, KnownModel> versions, Workload workload) {

    private static final double TOLERANCE = 1e-4;

    /** What is wrong with a prediction, in words; empty if nothing is. */
    Optional<String> faultOf(GenericRecord prediction, Reading reading, String key) {
        KnownModel model = versions.get(prediction.get("version"));
        if (model == null || !modelId.equals(prediction.get("modelId").toString())) {
            return Optional.of("%s is scored by %s".formatted(reading, prediction));
        }
        if (!key.equals(reading.sensorId())
                || !key.equals(prediction.get("sensorId").toString())) {
            return Optional.of("%s has the key %s: %s".formatted(reading, key, prediction));
        }
        double[] expected = model.probabilities(workload.features(reading));
        List<?> probabilities = (List<?>) prediction.get("probabilities");
        int label = KnownModel.LABELS.indexOf(prediction.get("label").toString());
        double most = Arrays.stream(expected).max().orElseThrow();
        boolean right = probabilities.size() == expected.length
                && label >= 0
                && expected[label] > most - TOLERANCE
                && near((Float) prediction.get("confidence"), expected[label]);
        for (int c = 0; right && c < expected.length; c++) {
            right = near((Float) probabilities.get(c), expected[c]);
        }
        return right
                ? Optional.empty()
                : Optional.of("%s must have %s: %s".formatted(reading, Arrays.toString(expected), prediction));
    }

    private static boolean near(float actual, double expected) {
        return Math.abs(actual - expected) <= TOLERANCE;
    }
}
