package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release wrote can be read for ever. The files are never written again. */
class StoredRecordTest {

    static final Path FOLDER = Path.of("src/test/resources/wire");

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItsReleaseWrote(StoredRecord stored) throws Exception {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve(stored.file()));

        // When
        Schema ours = stored.value().getSchema();
        var read = new RecordReader<>(ReleasedSchemas.of(stored.release(), ours), ours).read(bytes);

        // Then
        assertThat(read).hasToString(stored.value().toString());
        assertThat(new RecordEncoder<>(StoredRecord.CONTENT_ID).encode(read)).isEqualTo(stored.encoded());
    }

    @Test
    void shouldReadThePredictionThatTheFirstReleaseWroteWithoutLabels() throws Exception {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve(StoredRecord.PREDICTION.file()));

        // When / Then
        assertThat(RecordReader.ofPredictions().read(bytes)).isEqualTo(StoredRecord.PREDICTION.value());
        assertThat(RecordReader.ofPredictions().read(StoredRecord.PREDICTION.encoded()))
                .isEqualTo(StoredRecord.PREDICTION.value());
    }

    @ParameterizedTest
    @EnumSource(names = {"PREDICTION_3", "ALERT"})
    void shouldReadWithoutARegistryWhatAReleaseWroteThatKnewFewerFields(StoredRecord stored) throws Exception {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve(stored.file()));

        // When / Then
        RecordReader<?> reader =
                stored.value() instanceof Alert ? RecordReader.ofAlerts() : RecordReader.ofPredictions();
        assertThat(reader.read(bytes)).isEqualTo(stored.value());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldHaveOnlyEverAddedFieldsAtTheEnd(int release) {
        for (Schema ours : List.of(Prediction.getClassSchema(), Alert.getClassSchema())) {
            // Given
            Schema then = ReleasedSchemas.of(release, ours);

            // When
            List<String> now = ours.getFields().subList(0, then.getFields().size()).stream()
                    .map(Schema.Field::name)
                    .toList();

            // Then
            assertThat(then.getFields()).extracting(Schema.Field::name).isEqualTo(now);
        }
    }

    @Test
    void shouldReadTheAlertStateThatTheFirstReleaseWrote() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("alert-state.bin"));

        // When / Then
        assertThat(AlertStateCodec.decode(bytes))
                .isEqualTo(new SeenAlertState(StoredRecord.ALERT_STATE, SeenAlertState.UNKNOWN));
    }

    @Test
    void shouldReadTheAlertStateWithItsTime() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("alert-state-2.bin"));

        // When / Then
        assertThat(AlertStateCodec.decode(bytes))
                .isEqualTo(new SeenAlertState(StoredRecord.ALERT_STATE, 1_764_000_000_000L));
    }

    @Test
    void shouldReadTheAlertStateWithTheIndexOfItsReading() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("alert-state-3.bin"));

        // When
        SeenAlertState read = AlertStateCodec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(new SeenAlertState(StoredRecord.ALERT_STATE_IN_PACK, 1_764_000_000_000L));
    }

    @Test
    void shouldReadTheAlertStateWithTheTimeOfItsAlert() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("alert-state-4.bin"));

        // When
        SeenAlertState read = AlertStateCodec.decode(bytes);

        // Then
        assertThat(read)
                .isEqualTo(
                        new SeenAlertState(StoredRecord.ALERT_STATE_IN_PACK, 1_764_000_000_000L, 1_763_999_000_000L));
        assertThat(AlertStateCodec.encode(read)).isEqualTo(bytes);
    }

    @Test
    void shouldReadWhatRulesRememberOfASensor() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("sensor-state.bin"));

        // When
        SensorState read = SensorStateCodec.decode(bytes);

        // Then
        assertThat(read)
                .isEqualTo(new SensorState(
                        1_764_000_002_000L,
                        1_764_000_001_000L,
                        "Rad.Flow",
                        0.5f,
                        3,
                        2,
                        new Position("readings", 1, 42, 7)));
        assertThat(SensorStateCodec.encode(read)).isEqualTo(bytes);
    }
}
