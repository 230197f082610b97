package io.elmstream.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Sends one and the same request over kept-alive connections, on one thread, each connection one request at a time. An
 * answer other than 200 is an error.
 */
final class HttpLoad implements AutoCloseable {

    private static final int ANSWER_BYTES = 1 << 20;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final byte[] request;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();

    private static final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private long due;
        private boolean waits;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** @param request the whole request, headers and body */
    HttpLoad(int port, int connections, byte[] request) {
        this.request = request;
        try {
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                this.connections.add(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not accept connections", e);
        }
    }

    /** Returns a request with that body. */
    static byte[] post(String path, byte[] body, String header) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    /** Sends as fast as answers come, and returns how many came in a second. */
    double saturate(Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long answers = 0;
        try {
            for (Connection each : connections) {
                send(each, start);
            }
            while (System.nanoTime() < end) {
                for (Connection each : answered(end)) {
                    answers++;
                    send(each, 0);
                }
            }
            finish();
        } catch (IOException e) {
            throw new UncheckedIOException("the server closed a connection", e);
        }
        return answers * 1e9 / (end - start);
    }

    /**
     * Sends at a constant rate on the first connection. A time begins when its request was due, not when it could be
     * sent, so a server that stalls is charged for all that waited.
     *
     * @return the times in nanoseconds
     */
    Histogram steady(int perSecond, Duration time) {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        Connection only = connections.get(0);
        long interval = 1_000_000_000L / perSecond;
        long due = System.nanoTime();
        long end = due + time.toNanos();
        try {
            for (; due < end; due += interval) {
                while (System.nanoTime() < due) {
                    Thread.onSpinWait();
                }
                send(only, due);
                while (only.waits) {
                    for (Connection each : answered(Long.MAX_VALUE)) {
                        times.recordValue(System.nanoTime() - each.due);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server closed the connection", e);
        }
        return times;
    }

    private void send(Connection to, long due) throws IOException {
        to.due = due;
        to.waits = true;
        to.unsent = ByteBuffer.wrap(request);
        write(to);
    }

    private void write(Connection to) throws IOException {
        to.channel.write(to.unsent);
        SelectionKey key = to.channel.keyFor(selector);
        key.interestOps(to.unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Waits for events and returns the connections whose answer is complete. */
    private List<Connection> answered(long until) throws IOException {
        List<Connection> done = new ArrayList<>();
        long millis = until == Long.MAX_VALUE ? 0 : Math.max(1, (until - System.nanoTime()) / 1_000_000);
        selector.select(
                key -> {
                    Connection each = (Connection) key.attachment();
                    try {
                        if (key.isWritable()) {
                            write(each);
                        }
                        if (key.isReadable() && read(each)) {
                            done.add(each);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                millis);
        return done;
    }

    private static boolean read(Connection from) throws IOException {
        if (from.channel.read(from.answer) < 0) {
            throw new EOFException("closed while an answer was due");
        }
        int head = headLength(from.answer);
        if (head < 0) {
            return false;
        }
        String text = new String(from.answer.array(), 0, head, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        if (!text.startsWith("http/1.1 200")) {
            throw new IOException("the answer is " + text.lines().findFirst().orElse(""));
        }
        int length = text.indexOf("content-length: ") + "content-length: ".length();
        int body = Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
        if (from.answer.position() < head + body) {
            return false;
        }
        from.answer.clear();
        from.waits = false;
        return true;
    }

    private static int headLength(ByteBuffer answer) {
        byte[] bytes = answer.array();
        for (int i = 3; i < answer.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void finish() throws IOException {
        while (connections.stream().anyMatch(each -> each.waits)) {
            answered(Long.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        try {
            for (Connection each : connections) {
                each.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
