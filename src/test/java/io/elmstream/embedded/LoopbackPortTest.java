package io.elmstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {
    @Test
    void shouldFindAPortThatCanBeListenedOn() throws IOException {
        // Given
        int port = LoopbackPort.free(new Random(1));

        // When
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {

            // Then
            assertThat(socket.getLocalPort()).isEqualTo(port).isLessThan(32_768);
        }
    }

    @Test
    void shouldNotFindAPortThatIsTaken() throws IOException {
        // Given
        RandomGenerator stubborn = () -> 42L;
        try (ServerSocket socket = new ServerSocket(LoopbackPort.free(stubborn), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();

            // When, then
            assertThatThrownBy(() -> LoopbackPort.free(stubborn))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("no free port");
        }
    }
}
