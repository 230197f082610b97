package io.elmstream.http;

import io.elmstream.config.Configuration.HttpAddress;
import java.util.List;

/** Serves one site, for tests of other packages. */
public final class SiteUnderTest implements AutoCloseable {

    private final HealthServer server;

    public SiteUnderTest(Site site) {
        this.server = HealthServer.start(new HttpAddress("127.0.0.1", 0), List.of(site), () -> {});
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
