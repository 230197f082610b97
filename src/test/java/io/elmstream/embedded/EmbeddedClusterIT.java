package io.elmstream.embedded;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {
    /** Of its own: any other cluster that starts there removes what is left behind. */
    @TempDir
    Path temporary;

    @Test
    void shouldLeaveNothingWhenItsProcessIsTerminated() throws Exception {
        // Given
        try (ChildJvm parent = cluster()) {
            long registry = Long.parseLong(parent.line());
            Path folder = Path.of(parent.line());
            assertThat(folder).isDirectory();
            assertThat(parent.line()).startsWith("127.0.0.1:");
            assertThat(parent.line()).startsWith("http://");

            // When
            parent.terminate();

            // Then
            assertThat(parent.line()).startsWith("client closed");
            parent.process().waitFor();
            awaitGone(registry);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void shouldLeaveNoProcessWhenItsProcessIsKilled() throws Exception {
        // Given
        try (ChildJvm parent = cluster()) {
            long registry = Long.parseLong(parent.line());
            Path folder = Path.of(parent.line());

            // When
            parent.kill();

            // Then
            awaitGone(registry);
            assertThat(folder).as("nobody was left to remove it").isDirectory();
            nextStartMakesItsFolder();
            assertThat(folder).doesNotExist();
        }
    }

    private ChildJvm cluster() throws IOException {
        return ChildJvm.start(List.of("-Xmx512m", "-Djava.io.tmpdir=" + temporary), ClusterMain.class);
    }

    private void nextStartMakesItsFolder() {
        DataFolder.temporary(temporary, ProcessHandle.current().pid()).close();
    }

    private static void awaitGone(long pid) {
        await().until(() -> ChildJvm.gone(pid));
    }
}
