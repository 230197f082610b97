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
        String url = "http://" + host() + ":" + address.port() + path;
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            return new Collected(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body(), false);
        } catch (IOException | IllegalArgumentException e) {
            return new Collected("no instance answers at " + url + ": " + e, true);
        }
    }

    /** An address that stands for all of this machine cannot be asked. */
    private String host() {
        return switch (address.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default ->
                address.host().contains(":") && !address.host().startsWith("[")
                        ? "[" + address.host() + "]"
                        : address.host();
        };
    }
}
