package com.example.boiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elmstream.batch.Rejection;
import io.elmstream.testing.DeadLetter;
import io.elmstream.testing.ElmstreamTestDriver;
import io.elmstream.testing.SensorInput;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoilerTest {

    private static final Path FILES = Path.of("src/test/resources");

    private final ElmstreamTestDriver driver = ElmstreamTestDriver.builder()
            .set("models.default", "boiler")
            .set("alerts.labels", "hot")
            .set("alerts.n", 2)
            .build();

    private final SensorInput boiler = driver.sensor("boiler-7");

    @BeforeEach
    void activateVersion1() throws IOException {
        publish(1);
        driver.activate("boiler", 1);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldRaiseAnAlertWhenABoilerStaysHot() {
        boiler.pipe(Map.of("temperature", 20, "pressure", 1.5));
        boiler.pipe(Map.of("temperature", 95, "pressure", 2.5));
        boiler.pipe(Map.of("temperature", 96, "pressure", 2.5));

        assertThat(driver.predictions()).extracting(Prediction::getLabel).containsExactly("fine", "hot", "hot");
        assertThat(driver.alerts()).extracting(Alert::getChange).containsExactly(AlertChange.RAISED);
    }

    @Test
    void shouldSayWhyAReadingWasNotScored() {
        boiler.pipe(Map.of("temperature", 20, "pressure", Float.NaN));

        assertThat(driver.deadLetters()).extracting(DeadLetter::reason).containsExactly(Rejection.NOT_FINITE);
    }

    @Test
    void shouldSwapVersionsInMidStream() throws IOException {
        Map<String, Integer> warm = Map.of("temperature", 60, "pressure", 2);
        publish(2);
        ModelStatus answer = driver.activate("boiler", 2);

        boiler.pipe(warm);
        driver.advanceTo(answer.getEffectiveFrom());
        boiler.pipe(warm);

        assertThat(driver.predictions())
                .extracting(Prediction::getVersion, Prediction::getLabel)
                .containsExactly(tuple(1, "fine"), tuple(2, "hot"));
    }

    @Test
    void shouldScoreAWholeFile() {
        long readings = boiler.pipeCsv(FILES.resolve("readings.csv"));

        assertThat(readings).isEqualTo(6);
        assertThat(driver.predictions()).hasSize(6);
        assertThat(driver.deadLetters()).isEmpty();
    }

    private void publish(int version) throws IOException {
        byte[] file = Files.readAllBytes(FILES.resolve("boiler-" + version + ".elm"));

        ModelStatus answer = driver.publish("boiler", version, file);

        assertThat(answer.getOutcome()).as(answer.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
    }
}
