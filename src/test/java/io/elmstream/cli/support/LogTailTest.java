package io.elmstream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheLastLines() throws IOException {
        // Given
        Path log = Files.writeString(folder.resolve("log"), "one\ntwo\nthree\n");

        // When, then
        assertThat(new LogTail(log, 2).read()).isEqualTo("two\nthree\n");
        assertThat(new LogTail(log, 9).read()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void shouldKeepNoMoreThanTheEndOfALongLine() throws IOException {
        // Given
        Path log = Files.writeString(folder.resolve("log"), "x".repeat(LogTail.MOST_BYTES + 100) + "\nlast\n");

        // When, then
        assertThat(new LogTail(log, 9).read()).isEqualTo("last\n");
    }

    @Test
    void shouldReadAPipe() throws Exception {
        // Given
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        // When
        CompletableFuture<Path> writing = CompletableFuture.supplyAsync(() -> written(pipe));
        String last = new LogTail(pipe, 1).read();

        // Then
        assertThat(last).isEqualTo("three\n");
        assertThat(writing.get()).isEqualTo(pipe);
    }

    private static Path written(Path pipe) {
        try {
            return Files.writeString(pipe, "one\ntwo\nthree\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
