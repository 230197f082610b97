package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that takes every call and says nothing; what a registry says is in {@link ApicurioRegistryIT}. */
class ApicurioSchemaRegistryTest {

    private final List<Duration> waits = new ArrayList<>();
    private ServerSocket silent;

    @BeforeEach
    void open() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void shouldNotWaitForEverForARegistryThatSaysNothing() {
        // Given
        SchemaRegistry registry = registry(waits::add);

        // When / Then
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageStartingWith("the schema registry did not answer: schema with content id 7; gave up after")
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(waits).hasSize(3);
    }

    @Test
    void shouldStayInterrupted() {
        // Given
        SchemaRegistry registry = registry(Backoff.SLEEP);

        // When
        Thread.currentThread().interrupt();

        // Then
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageEndingWith("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private SchemaRegistry registry(Backoff.Pause pause) {
        String url = "http://127.0.0.1:" + silent.getLocalPort() + "/apis/registry/v3";
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(3), pause);
        return new ApicurioSchemaRegistry(url, Map.of(), backoff, Duration.ofMillis(50));
    }
}
