package io.elmstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Finds a free TCP port on the loopback interface. */
public final class LoopbackPort {
    /*
     * Below the range from which operating systems take the ports of outgoing connections (from 32768 on Linux).
     * A port of that range could be lost while a server is stopped: a client that tries to reconnect may be given
     * the very port as its own, and then it is connected to itself.
     */
    private static final int FIRST = 20_000;
    private static final int RANGE = 3_000;
    private static final int TRIES = 200;

    /**
     * A server that needs a port of its own. Servers that start together take ports of different ranges: one that found
     * its port may take seconds until it listens, and meanwhile another must not find the same.
     */
    enum For {
        BROKER(FIRST),
        CONTROLLER(FIRST + RANGE),
        REGISTRY(FIRST + 2 * RANGE),
        OTHER(FIRST + 3 * RANGE);

        private final int first;

        For(int first) {
            this.first = first;
        }
    }

    private LoopbackPort() {}

    /**
     * Returns a port on which nothing listened a moment ago. Another process may take it before the caller does; the
     * random choice makes that unlikely.
     *
     * @throws EmbeddedException when no free port is found
     */
    public static int free(RandomGenerator random) {
        return free(random, For.OTHER);
    }

    static int free(RandomGenerator random, For server) {
        for (int i = 0; i < TRIES; i++) {
            int port = server.first + random.nextInt(RANGE);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // try another one
            }
        }
        throw new EmbeddedException(
                "Found no free port on %s between %d and %d in %d tries. Stop what holds them, or look for a firewall"
                        .formatted(InetAddress.getLoopbackAddress(), server.first, server.first + RANGE - 1, TRIES));
    }
}
