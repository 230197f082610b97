package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Retired;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ModelRecordsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    /** Writes down what it takes. */
    private static final class Notes implements ModelRecordVisitor {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void artefact(VersionKey version, String digest, byte[] bytes) {
            lines.add("artefact " + version + " " + digest + " " + bytes.length);
        }

        @Override
        public void part(VersionKey version, int part, byte[] bytes) {
            lines.add("part " + version + " " + part + " " + bytes.length);
        }

        @Override
        public void inParts(VersionKey version, String digest, int size, int parts) {
            lines.add("inParts " + version + " " + digest + " " + size + " " + parts);
        }

        @Override
        public void retired(VersionKey version, String digest) {
            lines.add("retired " + version + " " + digest);
        }

        @Override
        public void timeline(Timeline timeline) {
            lines.add("timeline " + timeline.modelId().value() + " " + timeline.revision());
        }

        @Override
        public void learning(ModelId id, Learning learning) {
            lines.add("learning " + id + " " + learning);
        }
    }

    private final Notes notes = new Notes();

    @Test
    void shouldReadEveryKindOfRecord() throws UnreadableRecordException {
        // Given
        List<ModelRecord> records = List.of(
                ModelRecords.artefact(SHUTTLE, 1, "aa", new byte[10]),
                ModelRecords.part(SHUTTLE, 2, 0, "bb", new byte[20]),
                ModelRecords.inParts(SHUTTLE, 2, "cc", 20, 1),
                ModelRecords.retired(SHUTTLE, 1, "aa"),
                ModelRecords.timeline(new Timeline(SHUTTLE, List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0)))),
                ModelRecords.learning(SHUTTLE, Learning.OFF));

        // When
        for (ModelRecord record : records) {
            ModelRecords.read(bytes(record), notes);
        }

        // Then
        assertThat(notes.lines)
                .containsExactly(
                        "artefact shuttle version 1 aa 10",
                        "part shuttle version 2 0 20",
                        "inParts shuttle version 2 cc 20 1",
                        "retired shuttle version 1 aa",
                        "timeline shuttle 1",
                        "learning shuttle off");
    }

    @Test
    void shouldWriteWhatEarlierReleasesKnewSoThatTheyReadIt() throws UnreadableRecordException {
        // Given
        ModelRecord retired = ModelRecords.retired(SHUTTLE, 1, "aa");
        Schema then = ReleasedSchemas.of(3, ModelRecord.getClassSchema());

        // When
        ModelRecord read = new RecordReader<ModelRecord>(then, ModelRecord.getClassSchema()).read(bytes(retired));

        // Then
        assertThat(read).isEqualTo(retired).returns(2, ModelRecord::getFormat);
        assertThat(ModelRecords.learning(SHUTTLE, Learning.OFF).getFormat()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAnIdThatIsNone() {
        // Given
        byte[] value = bytes(new ModelRecord(ModelRecords.FORMAT, "../../etc", new Retired(1, "aa")));

        // When, then
        assertThatThrownBy(() -> ModelRecords.read(value, notes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(notes.lines).isEmpty();
    }

    @Test
    void shouldRefuseBytesThatAreNoRecord() {
        assertThatThrownBy(() -> ModelRecords.read(new byte[] {7}, notes))
                .isInstanceOf(UnreadableRecordException.class);
    }

    private static byte[] bytes(ModelRecord record) {
        return ControlCodec.models().encode(1, record);
    }
}
