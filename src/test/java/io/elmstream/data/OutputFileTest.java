package io.elmstream.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elmstream.support.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path folder;

    @Test
    void shouldWriteANewFileAndLeaveNothingBesideIt() {
        // Given
        OutputFile file = OutputFile.of("--out", folder.resolve("model.elm"));

        // When
        file.write("weights");

        // Then
        assertThat(file.path()).hasContent("weights");
        assertThat(folder.toFile().list()).containsExactly("model.elm");
    }

    @Test
    void shouldReplaceAFileAsAWhole() throws IOException {
        // Given
        Path path = Files.writeString(folder.resolve("model.elm"), "old weights, and many of them");

        // When
        OutputFile.of("--out", path).write("new");

        // Then
        assertThat(path).hasContent("new");
    }

    @Test
    void shouldKeepTheOldFileWhenTheDiskIsFull() throws IOException {
        // Given
        Path path = Files.writeString(folder.resolve("model.elm"), "old");
        OutputFile file = OutputFile.of("--out", path);

        // When / Then
        assertThatThrownBy(() -> file.write(out -> {
                    out.write("half of the new".getBytes(UTF_8));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(OutputException.class)
                .hasMessage("--out: " + path + " cannot be written: No space left on device;"
                        + " the existing file is unchanged");
        assertThat(path).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("model.elm");
    }

    @Test
    void shouldKeepTheOldFileOnADiskThatReallyIsFull() throws Exception {
        // Given
        Optional<SmallDisk> mounted = SmallDisk.mount(folder);
        assumeTrue(mounted.isPresent(), "only root may mount a disk");
        try (SmallDisk disk = mounted.get()) {
            Path path = Files.writeString(folder.resolve("model.elm"), "old");
            OutputFile file = OutputFile.of("--out", path);
            byte[] weights = new byte[200_000];
            disk.fill();

            // When / Then
            assertThatThrownBy(() -> file.write(weights))
                    .hasMessage("--out: " + path
                            + " cannot be written: No space left on device; the existing file is unchanged");
            assertThat(path).hasContent("old");

            // When
            disk.free();
            file.write(weights);

            // Then
            assertThat(path).hasBinaryContent(weights);
            assertThat(folder.toFile().list()).containsExactly("model.elm");
        }
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftBehind() throws IOException {
        // Given: leftovers of this file, and files that are none
        Path path = folder.resolve("model.elm");
        Files.writeString(folder.resolve("model.elm." + UUID.randomUUID() + ".part"), "half");
        Files.writeString(folder.resolve("model.elm." + UUID.randomUUID() + ".part"), "");
        Path other = Files.writeString(folder.resolve("other.elm." + UUID.randomUUID() + ".part"), "half");
        Path own = Files.writeString(folder.resolve("model.elm.notes.part"), "notes");

        // When
        OutputFile.of("--out", path).write("new");

        // Then
        assertThat(folder)
                .isDirectoryNotContaining(file -> !List.of(path, other, own).contains(file));
        assertThat(path).hasContent("new");
    }

    @Test
    void shouldNotDeleteWhatIsBeingWritten() {
        // Given
        OutputFile file = OutputFile.of("--out", folder.resolve("model.elm"));

        // When: another writer comes and goes in the middle
        file.write(out -> {
            out.write("first".getBytes(UTF_8));
            OutputFile.of("--out", file.path()).write("second");
        });

        // Then
        assertThat(file.path()).hasContent("first");
        assertThat(folder.toFile().list()).containsExactly("model.elm");
    }

    @Test
    void shouldShortenALongNameBetweenCharacters() {
        // Given: the 60th char is the first half of an emoji
        Path path = folder.resolve("m".repeat(59) + "\ud83d\ude80.elm");

        // When
        OutputFile.of("--out", path).write("new");

        // Then
        assertThat(path).hasContent("new");
    }

    @Test
    void shouldSayBeforeTheWorkWhatIsInTheWay() throws IOException {
        // Given
        Path noFolder = Files.writeString(folder.resolve("notes.txt"), "notes");

        // When / Then
        assertThatThrownBy(() -> OutputFile.of("--out", folder.resolve("nowhere/model.elm")))
                .hasMessage("--out: the directory " + folder.resolve("nowhere") + " of "
                        + folder.resolve("nowhere/model.elm") + " does not exist");
        assertThatThrownBy(() -> OutputFile.of("--out", noFolder.resolve("model.elm")))
                .hasMessage("--out: " + noFolder + ", where " + noFolder.resolve("model.elm")
                        + " should be, is not a directory");
        assertThatThrownBy(() -> OutputFile.of("--out", folder))
                .hasMessage("--out: " + folder + " is a directory, must be a file");
    }

    @Test
    void shouldNotOverwriteWhatMustBeNew() throws IOException {
        // Given: a file that somebody else writes while the work goes on
        Path path = folder.resolve("elmstream.yaml");
        OutputFile file = OutputFile.ofNew("--config-out", path);
        Files.writeString(path, "precious");

        // When / Then
        assertThatThrownBy(() -> file.write("ours"))
                .isInstanceOfSatisfying(
                        OutputException.class, e -> assertThat(e.fault()).isEqualTo(OutputException.Fault.FILE_EXISTS))
                .hasMessageStartingWith("--config-out: " + path);
        assertThatThrownBy(() -> OutputFile.ofNew("--config-out", path)).hasMessageContaining("exists already");
        assertThat(path).hasContent("precious");
        assertThat(folder.toFile().list()).containsExactly("elmstream.yaml");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldWriteThroughALink() throws IOException {
        // Given
        Path target = Files.writeString(folder.resolve("shuttle-1.elm"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("current.elm"), target);

        // When
        OutputFile.of("--out", link).write("new");

        // Then
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    @EnabledIf("hasFullDevice")
    void shouldWriteToADeviceAsItIs() {
        // Given: what is always full on Linux
        OutputFile full = OutputFile.of("--out", Path.of("/dev/full"));

        // When / Then
        assertThatThrownBy(() -> full.write("weights"))
                .hasMessage("--out: /dev/full cannot be written: No space left on device");
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }
}
