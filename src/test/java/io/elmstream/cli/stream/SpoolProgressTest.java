package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolProgressTest {

    private static final UUID SPOOL = new UUID(1, 2);

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatItWrote() {
        // Given
        SpoolProgress progress = new SpoolProgress(SPOOL, 3, 5);

        // When
        progress.write(folder);

        // Then
        assertThat(SpoolProgress.read(folder, SPOOL)).isEqualTo(progress);
    }

    @Test
    void shouldStartWithTheBeginning() {
        // When / Then
        assertThat(SpoolProgress.read(folder, SPOOL)).isEqualTo(new SpoolProgress(SPOOL, 0, 0));
    }

    @Test
    void shouldReadAFileOfAnEarlierVersion() throws IOException {
        // Given
        Files.writeString(folder.resolve("progress"), "next=3\nattempted=5\n");

        // When / Then
        assertThat(SpoolProgress.read(folder, SPOOL)).isEqualTo(new SpoolProgress(SPOOL, 3, 5));
    }

    @Test
    void shouldRefuseTheProgressOfAnotherSpool() {
        // Given
        UUID other = new UUID(3, 4);
        new SpoolProgress(other, 3, 5).write(folder);

        // When / Then
        assertThatThrownBy(() -> SpoolProgress.read(folder, SPOOL))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is the progress of spool " + other)
                .hasMessageContaining("of spool " + SPOOL);
    }

    @Test
    void shouldSayThatAFileIsDamaged() throws IOException {
        // Given
        Files.writeString(folder.resolve("progress"), "next=\\u00");

        // When / Then
        assertThatThrownBy(() -> SpoolProgress.read(folder, SPOOL))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be read");
    }
}
