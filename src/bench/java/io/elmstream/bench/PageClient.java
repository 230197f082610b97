package io.elmstream.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicLong;

/** An open page: reads the events as a browser does, compressed, in a thread of its own. */
final class PageClient implements AutoCloseable {

    private static final int OK = 200;

    private final InputStream events;
    private final AtomicLong bytes = new AtomicLong();
    private final Thread reading = new Thread(this::read, "read-page");

    private PageClient(InputStream events) {
        this.events = events;
        reading.setDaemon(true);
        reading.start();
    }

    /**
     * Opens the page of an instance.
     *
     * @throws IOException if it cannot be opened, perhaps not yet
     */
    static PageClient open(HttpClient client, int port, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw new IOException("the page answered with status " + answer.statusCode());
        }
        return new PageClient(answer.body());
    }

    private void read() {
        byte[] buffer = new byte[8_192];
        try {
            for (int read = 0; read >= 0; read = events.read(buffer)) {
                bytes.addAndGet(read);
            }
        } catch (IOException e) {
            // it was closed, or its instance has ended
            return;
        }
    }

    /** Returns how many bytes have come, without headers. */
    long bytes() {
        return bytes.get();
    }

    boolean isOpen() {
        return reading.isAlive();
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the page cannot be closed", e);
        }
    }
}
