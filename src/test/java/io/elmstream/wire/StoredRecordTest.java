package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

        // When
        SeenAlertState read = AlertStateCodec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(new SeenAlertState(StoredRecord.ALERT_STATE, 1_764_000_000_000L));
        assertThat(AlertStateCodec.encode(read)).isEqualTo(bytes);
    }
}
