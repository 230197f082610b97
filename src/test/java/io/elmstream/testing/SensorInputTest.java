package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.elmstream.batch.Rejection;
import io.elmstream.data.DataException;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorInputTest {

    private static final List<String> NAMES = SmallModel.elm(1).featureNames();

    private final ElmstreamTestDriver driver =
            ElmstreamTestDriver.builder().set("models.default", SmallModel.ID).build();

    @BeforeEach
    void activate() {
        driver.publish(SmallModel.ID, 1, SmallModel.artefact(1));
        driver.activate(SmallModel.ID, 1);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPutNamedValuesInTheModelsOrder() {
        // Given
        String expected = SmallModel.elm(1).labels().get(argmax());

        // When
        driver.sensor("s1").pipe(reading());

        // Then
        assertThat(driver.predictions()).singleElement().satisfies(prediction -> {
            assertThat(prediction.getSensorId()).isEqualTo("s1");
            assertThat(prediction.getLabel()).isEqualTo(expected);
            assertThat(prediction.getEventTime()).isEqualTo(driver.eventTime());
        });
    }

    @Test
    void shouldCarryModelEventTimeAndLabel() {
        // Given
        driver.publish("boiler", 3, SmallModel.artefact("boiler", 3));
        driver.activate("boiler", 3);
        Instant measured = driver.eventTime().minusSeconds(5);

        // When
        driver.sensor("s1")
                .withModel("boiler")
                .withEventTime(measured)
                .withLabel("High")
                .pipe(reading());

        // Then
        assertThat(driver.predictions()).singleElement().satisfies(prediction -> {
            assertThat(prediction.getModelId()).isEqualTo("boiler");
            assertThat(prediction.getVersion()).isEqualTo(3);
            assertThat(prediction.getEventTime()).isEqualTo(measured);
        });
    }

    @Test
    void shouldPipeEachRowOfACsvByTheNamesOfItsColumns(@TempDir Path folder) throws IOException {
        // Given
        List<String> columns = new ArrayList<>(NAMES);
        columns.add(0, "remark");
        String csv = String.join(",", columns) + "\nx,50,21,77,0,28,0,27,48,22\ny,53,0,82,0,52,-5,29,30,2\n";
        driver.sensor("s1").pipe(reading());

        // When
        long ofText = driver.sensor("s1").pipeCsv(csv);
        long ofFile = driver.sensor("s2").pipeCsv(Files.writeString(folder.resolve("rows.csv"), csv));

        // Then
        assertThat(ofText).isEqualTo(2);
        assertThat(ofFile).isEqualTo(2);
        List<Prediction> predictions = driver.predictions();
        assertThat(predictions).extracting(Prediction::getSensorId).containsExactly("s1", "s1", "s1", "s2", "s2");
        assertThat(predictions.get(1).getProbabilities())
                .isEqualTo(predictions.get(0).getProbabilities());
    }

    @Test
    void shouldLetAMissingValueReachTheModel() {
        // Given
        Map<String, Number> reading = new HashMap<>(reading());
        reading.put(NAMES.get(2), Float.NaN);

        // When
        driver.sensor("s1").pipe(reading);

        // Then
        assertThat(driver.deadLetters()).extracting(DeadLetter::reason).containsExactly(Rejection.NOT_FINITE);
    }

    @Test
    void shouldNameAFeatureThatIsUnknownOrNotGiven() {
        // Given
        String name = NAMES.get(1);
        Map<String, Number> unknown = new HashMap<>(reading());
        unknown.put(name + "x", 1);
        Map<String, Number> fewer = new HashMap<>(reading());
        fewer.remove(name);

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.sensor("s1").pipe(unknown))
                .withMessage("the reading of sensor \"s1\": model \"shuttle\" has no feature \"" + name
                        + "x\"; its features are " + NAMES + ". Did you mean \"" + name + "\"?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.sensor("s1").pipe(fewer))
                .withMessage("the reading of sensor \"s1\": feature \"" + name
                        + "\" of model \"shuttle\" has no value; a missing value is NaN, and null in JSON");
    }

    @Test
    void shouldNameAValueThatNoFloatHolds() {
        // Given
        Map<String, Number> reading = new HashMap<>(reading());
        reading.put(NAMES.get(0), 1e300);
        Map<String, Number> beyondDouble = new HashMap<>(reading());
        beyondDouble.put(NAMES.get(0), new BigDecimal("1e400"));

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.sensor("s1").pipe(reading))
                .withMessageContaining("feature \"" + NAMES.get(0) + "\" is 1.0E300");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.sensor("s1").pipe(beyondDouble))
                .withMessageContaining("feature \"" + NAMES.get(0) + "\" is 1E+400");
    }

    @Test
    void shouldNameAModelThatIsNotPublished() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.sensor("s1").withModel("boiler").pipe(reading()))
                .withMessage("no version of model \"boiler\" is published; models with versions are [shuttle]");
        try (ElmstreamTestDriver without = ElmstreamTestDriver.builder().build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> without.sensor("s1").pipe(reading()))
                    .withMessageContaining("models.default is not set");
        }
    }

    @Test
    void shouldNameRowColumnAndValueOfACsv() {
        // Given
        String csv = String.join(",", NAMES) + "\n50,21,77,0,28,0,27,48,22\n53,hot,82,0,52,-5,29,30,2\n";

        // When / Then
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> driver.sensor("s1").pipeCsv(csv))
                .withMessage(
                        "the CSV text, row 2 (line 3), column \"" + NAMES.get(1) + "\" is \"hot\", must be a number");
        assertThat(driver.predictions()).hasSize(1);
    }

    private static Map<String, Number> reading() {
        Map<String, Number> reading = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            reading.put(NAMES.get(i), SmallModel.FEATURES.get(i));
        }
        return reading;
    }

    private static int argmax() {
        float[] row = new float[NAMES.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = SmallModel.FEATURES.get(i);
        }
        double[] probabilities = SmallModel.elm(1).probabilities(row);
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }
}
