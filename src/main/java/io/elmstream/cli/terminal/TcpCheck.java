package io.elmstream.cli.terminal;

import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether an address accepts TCP connections. */
final class TcpCheck {

    /** The code of the failures that are reported here. */
    static final String UNREACHABLE = "UNREACHABLE";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** The minimum time for one connection, enough for distant hosts even if there are many addresses. */
    private static final Duration LEAST = Duration.ofMillis(400);

    /** Resolves a host name to its addresses; there may be none, or several. */
    @FunctionalInterface
    interface HostNames {
        List<InetAddress> machines(String host);
    }

    private final HostNames names;

    TcpCheck() {
        this(TcpCheck::resolved);
    }

    TcpCheck(HostNames names) {
        this.names = names;
    }

    /**
     * Returns the first address that accepts a connection.
     *
     * @param side the server that the addresses belong to
     * @param given the addresses as configured
     * @throws CommandFailure if none does
     */
    String first(String[] addresses, Side side, String given) {
        List<String> failures = new ArrayList<>();
        IOException last = new IOException("no address");
        for (String address : addresses) {
            try {
                connect(address, addresses.length);
                return address;
            } catch (IOException e) {
                last = e;
                failures.add((addresses.length == 1 ? "" : address + ": ") + e.getMessage());
            }
        }
        Optional<Diagnosis> known = Diagnosis.of(last, side);
        throw new CommandFailure(
                known.map(Diagnosis::code).orElse(UNREACHABLE),
                "no " + (side == Side.KAFKA ? "Kafka broker" : "schema registry") + " answers at " + given + " ("
                        + String.join("; ", failures) + "). Check " + side.address() + ", and whether it runs",
                side.address());
    }

    /** Connects to the first address of a host that accepts the connection, as Kafka's clients do. */
    private void connect(String address, int addresses) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        IOException last = new UnknownHostException(host + ": unknown host");
        List<InetAddress> machines = names.machines(host.replaceAll("[\\[\\]]", ""));
        for (InetAddress machine : machines) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(machine, port), share(addresses * machines.size()));
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Returns the timeout in milliseconds for one of so many connections. */
    private static int share(int connections) {
        return (int) Math.max(LEAST.toMillis(), CONNECT.toMillis() / connections);
    }

    private static List<InetAddress> resolved(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
