package io.elmstream.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.Called;
import io.elmstream.support.SmallModel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void write() throws Exception {
        model = Files.write(folder.resolve("shuttle-1.elm"), SmallModel.artefact(1));
    }

    @Test
    void shouldNameTheOptionOfAPortThatIsTaken() throws Exception {
        // Given
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(other.getLocalPort());

            // When
            Called called = Called.with("serve", "--model", model.toString(), "--port", port);

            // Then
            assertThat(called.exit()).isEqualTo(1);
            assertThat(called.err())
                    .startsWith("elmstream: --port: cannot listen on 127.0.0.1:" + port + ": Address already in use")
                    .endsWith("Choose another port (0 for any that is free) or serve.host\n")
                    .doesNotContain("serve.port");
        }
    }

    @Test
    void shouldShowInItsUsageThatItTakesSeveralModels() {
        // When
        Called called = Called.with("serve", "--help");

        // Then
        assertThat(called.out()).contains("--model=FILE...\nAnswers requests");
    }
}
