package io.elmstream.cli.support;

import io.elmstream.config.Configuration.HttpAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The pages of the instance with this configuration, if one runs on this machine. */
record InstancePages(HttpAddress address) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Returns the content of a page, whatever its status; or why there is none. */
    Collected read(String path) throws InterruptedException {
        URI uri = URI.create("http://" + host() + ":" + address.port() + path);
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return new Collected(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body(), false);
        } catch (IOException e) {
            return new Collected("no instance answers at " + uri + ": " + e, true);
        }
    }

    /** An address that stands for all of this machine cannot be asked. */
    private String host() {
        return address.host().equals("0.0.0.0") ? "127.0.0.1" : address.host().equals("::") ? "[::1]" : address.host();
    }
}
