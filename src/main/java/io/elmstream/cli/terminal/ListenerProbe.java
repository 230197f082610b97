package io.elmstream.cli.terminal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Determines whether a listener speaks TLS from its answer to a plaintext request. Kafka's own client cannot: without
 * TLS it interprets the TLS alert as a length and allocates 350 MB of memory; with TLS it only sees that the broker
 * closes the connection.
 */
final class ListenerProbe {

    /**
     * An ApiVersions request of version 0, which every broker answers before authentication: length, key, version,
     * correlation id, client id.
     */
    private static final byte[] API_VERSIONS = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0, 0};

    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;
    private static final int LENGTH_BELOW_16_MB = 0;

    private ListenerProbe() {}

    /**
     * Sends the request once.
     *
     * @param address host and port
     * @return empty if there was no answer in time, or one that is neither TLS nor Kafka's
     */
    static Optional<Boolean> speaksTls(String address, Duration patience) {
        int millis = (int) patience.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Utils.getHost(address), Utils.getPort(address)), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(API_VERSIONS);
            return switch (socket.getInputStream().read()) {
                case TLS_ALERT, TLS_HANDSHAKE -> Optional.of(true);
                case LENGTH_BELOW_16_MB -> Optional.of(false);
                default -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
