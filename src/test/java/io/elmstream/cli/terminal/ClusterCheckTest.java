package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.cli.Called;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.diagnosis.Diagnosis.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say while the brokers are away: the same words everywhere, in one line, with the address. */
class ClusterCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model status",
                "model history shuttle",
                "model compare shuttle",
                "model wait shuttle 1",
                "model promote shuttle",
                "model retire shuttle 1",
                "topics create",
                "watch alerts",
                "dead-letters replay --reason NO_MODEL",
                "feed --data src/main/resources/samples/shuttle.csv.gz --label state --rate max"
            })
    void shouldSayAtOnceThatNoBrokerAnswers(String line) throws IOException {
        // Given
        try (Socket deaf = deaf()) {
            String address = "127.0.0.1:" + deaf.getLocalPort();

            // When
            Called called = call(line, address);

            // Then
            assertThat(called.exit()).isEqualTo(1);
            assertThat(called.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("elmstream: no Kafka broker answers at " + address)
                    .contains("refused", "bootstrap.servers");
        }
    }

    @Test
    void shouldSayOnceWhatAnInstanceWaitsForAndGiveUpInTheEnd() throws IOException {
        // Given
        try (Socket deaf = deaf()) {
            String address = "127.0.0.1:" + deaf.getLocalPort();
            Configuration configuration = configuration(address);
            List<String> told = new ArrayList<>();

            // When, then
            assertThatThrownBy(() -> new ClusterCheck(configuration).awaitBrokers(Duration.ofMillis(1_500), told::add))
                    .hasMessageContaining("no Kafka broker answers at " + address);
            assertThat(told).singleElement().asString().contains(address, "waiting for it");
        }
    }

    @Test
    void shouldNameAHostThatHasNoAddress() {
        // When
        Called called = call("model status", "no-such-host.invalid:9092");

        // Then
        assertThat(called.err().lines())
                .singleElement()
                .asString()
                .contains("no Kafka broker answers at no-such-host.invalid:9092", "unknown host");
    }

    @Test
    void shouldTellWhatListensButIsNoBroker() throws IOException {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {

            String address = "127.0.0.1:" + silent.getLocalPort();

            // When, then
            assertThatThrownBy(() -> new ClusterCheck(configuration(address), Duration.ofSeconds(2)).brokers(List.of()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageStartingWith(address + " accepts connections, but did not answer within 2 s")
                    .hasMessageContainingAll("busy or still starting", "PLAINTEXT", "kafka.security.protocol");
        }
    }

    @Test
    void shouldTryEveryMachineOfAName() throws IOException {
        // Given: the first of two is away
        InetAddress away = InetAddress.getByName("127.0.0.2");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "brokers:" + silent.getLocalPort();
            TcpCheck check = new TcpCheck(name -> List.of(away, InetAddress.getLoopbackAddress()));

            // When, then
            assertThat(check.first(new String[] {"none:1", address}, Side.KAFKA, "none:1," + address))
                    .isEqualTo(address);
        }
    }

    private static Configuration configuration(String bootstrapServers) {
        return ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of("HOME", "/nowhere"),
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "registry.url",
                                "http://127.0.0.1:1/apis/registry/v3"))
                .configuration();
    }

    private static Called call(String line, String bootstrapServers) {
        return Called.with((line + " --set bootstrap.servers=" + bootstrapServers
                        + " --set registry.url=http://127.0.0.1:1/apis/registry/v3 --set models.default=shuttle")
                .split(" "));
    }

    /** Has a port, so that nobody else gets it, and does not listen there, so that connections are refused. */
    private static Socket deaf() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
