package io.elmstream.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import io.elmstream.data.OutputFile;
import io.elmstream.support.JavaProcess;
import io.elmstream.support.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFolderTest {

    private static final Map<String, String> RUN = Map.of("model", "a");

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void name() {
        folder = temporary.resolve("out.csv.parts");
    }

    @Test
    void shouldKeepOtherProcessesOut() throws Exception {
        // Given
        Path said = temporary.resolve("said");
        List<String> call = List.of(SecondRun.class.getName(), folder.toString());

        // When
        try (PartFolder mine = PartFolder.open(folder, RUN);
                JavaProcess second = JavaProcess.start(List.of(), call, said)) {
            Waiting.await().until(() -> !second.isAlive());
            assertThat(mine.done()).isEmpty();
        }

        // Then
        assertThat(said).content().contains("another run is writing to").doesNotContain("opened");
    }

    @Test
    void shouldNotTakeUpPartsWhoseManifestIsGone() throws IOException {
        // Given
        try (PartFolder parts = PartFolder.open(folder, RUN)) {
            long checksum = parts.write(parts.predictions(0), out -> out.write(1));
            parts.add(new PartFolder.Done(0, 1, 0, 0, checksum, 0));
        }
        Files.delete(folder.resolve("manifest.json"));

        // When
        try (PartFolder parts = PartFolder.open(folder, Map.of("model", "b"))) {

            // Then
            assertThat(parts.done()).isEmpty();
        }
    }

    @Test
    void shouldKeepRowsThatCannotBeScoredOnlyIfThereAreSome() throws IOException {
        // Given
        try (PartFolder parts = PartFolder.open(folder, RUN)) {
            for (int part = 0; part < 2; part++) {
                long checksum = parts.write(parts.predictions(part), out -> out.write(1));
                long rejected = parts.write(parts.rejected(part), out -> out.write(2));

                // When
                parts.add(new PartFolder.Done(part, 1, 0, part, checksum, rejected));
            }

            // Then
            assertThat(parts.rejected(0)).doesNotExist();
            assertThat(parts.rejected(1)).exists();
        }
        try (PartFolder parts = PartFolder.open(folder, RUN)) {
            assertThat(parts.done()).hasSize(2);
        }
    }

    @Test
    void shouldWriteAFileDurablyUnderItsName() throws IOException {
        try (PartFolder parts = PartFolder.open(folder, RUN)) {
            // When
            parts.writeDurably(parts.file("bounds.json"), out -> out.write('x'));

            // Then
            assertThat(parts.file("bounds.json")).hasContent("x");
            assertThat(folder.resolve("bounds.json.tmp")).doesNotExist();
        }
    }

    @Test
    void shouldLeaveFilesOfOthers() throws IOException {
        // Given
        Files.createDirectories(folder);
        Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");

        // When
        Path out = temporary.resolve("out.csv");
        try (PartFolder parts = PartFolder.open(folder, RUN)) {
            parts.finish(
                    OutputFile.of("--out", out),
                    content -> content.write(1),
                    temporary.resolve("out.csv.rejected.jsonl"),
                    content -> {});
        }

        // Then
        assertThat(out).hasSize(1);
        assertThat(folder.toFile().list()).containsExactly("thesis.txt");
        assertThat(thesis).hasContent("years of work");
    }

    @Test
    void shouldNameAManifestThatCannotBeRead() throws IOException {
        // Given
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("manifest.json"));

        // When / Then
        assertThatThrownBy(() -> PartFolder.open(folder, RUN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("manifest.json is not readable")
                .hasMessageContaining("Delete that folder");
    }
}
