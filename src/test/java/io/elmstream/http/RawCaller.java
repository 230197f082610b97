package io.elmstream.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection whose client decides about every byte. */
final class RawCaller implements Closeable {

    static final String ROW =
            "{'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[3,1]}]}".replace('\'', '"');

    final Socket socket;
    private final InputStream in;

    RawCaller(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Returns a request with a body, and headers each of which ends with a line feed. */
    static String post(String path, String body, String... headers) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n"
                + String.join("", headers) + "\r\n" + body;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends from another thread. */
    CompletableFuture<Void> sendInBackground(String text, int times) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < times; i++) {
                    send(text);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Closes the connection without a word: the server sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns the next answer, its head and its body; empty at the end of the connection. */
    Optional<String> answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
        }
        int length = 0;
        for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n")) {
            length = line.startsWith("content-length: ") ? Integer.parseInt(line.substring(16)) : length;
        }
        return Optional.of(head + new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
