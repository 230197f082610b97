package io.elmstream.http;

import io.elmstream.app.Elmstream;
import io.elmstream.app.HealthReport;
import io.elmstream.app.Metrics;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Serves health and metrics of an instance, and further sites, on {@code http.port}. */
public final class HealthServer implements AutoCloseable {

    private final WebServer server;
    private final Runnable onClose;

    private HealthServer(WebServer server, Runnable onClose) {
        this.server = server;
        this.onClose = onClose;
    }

    /**
     * Serves health and metrics of a running instance.
     *
     * @param metrics besides those of the instance
     * @param sites besides health and metrics
     * @throws ConfigurationException if the address cannot be bound
     */
    public static HealthServer start(
            HttpAddress address, Elmstream elmstream, List<MeterBinder> metrics, List<Site> sites) {
        Metrics all = new Metrics(elmstream, metrics);
        List<Site> served = new ArrayList<>(List.of(new HealthSite(elmstream::health, all::scrape)));
        served.addAll(sites);
        return start(address, served, all::close);
    }

    /**
     * Serves health, also as metrics, of an instance that does not run yet.
     *
     * @throws ConfigurationException if the address cannot be bound
     */
    public static HealthServer start(HttpAddress address, Supplier<HealthReport> health) {
        Metrics metrics = new Metrics(health);
        return start(address, List.of(new HealthSite(health, metrics::scrape)), metrics::close);
    }

    /** @param onClose runs when the server is closed or fails to start */
    static HealthServer start(HttpAddress address, List<Site> sites, Runnable onClose) {
        try {
            return new HealthServer(
                    new WebServer(new InetSocketAddress(address.host(), address.port()), sites), onClose);
        } catch (IOException | RuntimeException e) {
            onClose.run();
            throw notFree(address, e);
        }
    }

    /**
     * Checks whether the address is free before the instance joins its group.
     *
     * @throws ConfigurationException if the address cannot be bound
     */
    public static void requireFree(HttpAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException | RuntimeException e) {
            throw notFree(address, e);
        }
    }

    private static ConfigurationException notFree(HttpAddress address, Exception cause) {
        return new ConfigurationException(
                ConfigurationKeys.HTTP_PORT,
                ("Cannot serve health and metrics on http.host %s, http.port %d: %s. Set another http.port, or 0 for"
                                + " none.")
                        .formatted(address.host(), address.port(), cause.getMessage()));
    }

    /** {@return the port that the server is bound to} */
    public int port() {
        return server.port();
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.close();
        onClose.run();
    }
}
