package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionLoader;
import io.elmstream.support.SmallDisk;
import io.elmstream.support.TestModels;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.ModelRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelRecordReaderTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    private final Path folder = TestFolders.fresh();
    private final ArtefactFiles files = new ArtefactFiles(folder);
    private final ModelIndex index = new ModelIndex(
            new VersionLoader(new PlainForwardPass()), Runnable::run, Runnable::run, () -> 0, files, 1_000);
    private final ModelRecordReader reader = new ModelRecordReader(index);

    @Test
    void shouldReadALostVersionInPartsOnceMoreAndLeaveOthersAlone() throws Exception {
        // Given
        byte[] artefact = TestModels.greater("shuttle", 1);
        int half = artefact.length / 2;
        List<byte[]> topic = List.of(
                encode(ModelRecords.part(SHUTTLE, 1, 0, "", Arrays.copyOf(artefact, half))),
                encode(ModelRecords.part(SHUTTLE, 1, 1, "", Arrays.copyOfRange(artefact, half, artefact.length))),
                encode(ModelRecords.inParts(SHUTTLE, 1, ArtefactFormat.digest(artefact), artefact.length, 2)),
                encode(ModelRecords.artefact(SHUTTLE, 2, ArtefactFormat.digest(artefact), artefact)));
        Path full = folder.resolve("shuttle");
        Files.createFile(full);
        for (byte[] value : topic.subList(0, 3)) {
            reader.read(value);
        }
        assertThat(index.lost()).containsExactly(new VersionKey(new ModelId("shuttle"), 1));

        // When
        readAgain(topic);

        // Then
        assertThat(index.lost()).as("there is no room yet").containsExactly(new VersionKey(new ModelId("shuttle"), 1));

        // When
        Files.delete(full);
        readAgain(topic);

        // Then
        assertThat(index.lost()).isEmpty();
        assertThat(files.read(new VersionKey(new ModelId("shuttle"), 1))).hasValue(artefact);
        assertThat(files.read(new VersionKey(new ModelId("shuttle"), 2))).isEmpty();
    }

    @Test
    void shouldKeepAFileOnAFullDiskAndWriteWhatIsMissingWhenThereIsRoom() throws Exception {
        // Given
        Optional<SmallDisk> mounted = SmallDisk.mount(folder);
        assumeTrue(mounted.isPresent(), "only root may mount a disk");
        byte[] first = TestModels.greater("shuttle", 1);
        byte[] second = TestModels.greater("shuttle", 2);
        List<byte[]> topic = List.of(
                encode(ModelRecords.artefact(SHUTTLE, 1, ArtefactFormat.digest(first), first)),
                encode(ModelRecords.artefact(SHUTTLE, 2, ArtefactFormat.digest(second), second)));
        try (SmallDisk disk = mounted.get()) {
            reader.read(topic.get(0));

            // When
            disk.fill();
            for (byte[] value : topic) {
                reader.read(value);
            }

            // Then
            assertThat(index.lost()).contains(new VersionKey(new ModelId("shuttle"), 2));
            assertThat(files.read(new VersionKey(new ModelId("shuttle"), 1)))
                    .as("not half of another one")
                    .hasValue(first);
            assertThat(files.read(new VersionKey(new ModelId("shuttle"), 2))).isEmpty();

            // When
            disk.free();
            readAgain(topic);

            // Then
            assertThat(index.lost()).isEmpty();
            assertThat(files.read(new VersionKey(new ModelId("shuttle"), 1))).hasValue(first);
            assertThat(files.read(new VersionKey(new ModelId("shuttle"), 2))).hasValue(second);
            assertThat(folder.resolve("shuttle").toFile().list()).containsExactlyInAnyOrder("1.elm", "2.elm");
        }
    }

    private void readAgain(List<byte[]> topic) {
        topic.forEach(value -> reader.readAgain(value, index.lost()));
        reader.readAgain(null, index.lost());
        reader.readAgain(new byte[] {7}, index.lost());
    }

    private static byte[] encode(ModelRecord model) {
        return ControlCodec.models().encode(1, model);
    }
}
