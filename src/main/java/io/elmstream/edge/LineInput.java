package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream, as they come. Before it waits for more bytes, it has what was made of the lines written. */
final class LineInput {

    /** The longest line, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Writes what is still in memory. */
    @FunctionalInterface
    interface Pending {
        void write() throws IOException;
    }

    private final InputStream in;
    private final Pending pending;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long number;

    LineInput(InputStream in, Pending pending) {
        this.in = in;
        this.pending = pending;
    }

    /** Returns the next line; empty at the end of the stream. A last line needs no line break. */
    Optional<Line> next() throws IOException {
        if (at == end && !fill()) {
            return Optional.empty();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean isWhole = true;
        boolean complete = false;
        while (!complete && (at < end || fill())) {
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int taken = Math.min(stop - at, LONGEST - text.size());
            text.write(buffer, at, taken);
            isWhole &= taken == stop - at;
            complete = stop < end;
            at = complete ? stop + 1 : stop;
        }
        return Optional.of(new Line(++number, text(text), isWhole));
    }

    private boolean fill() throws IOException {
        pending.write();
        at = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER));
        return end > 0;
    }

    private String text(ByteArrayOutputStream bytes) {
        String text = bytes.toString(UTF_8);
        if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(BYTE_ORDER_MARK.length());
        }
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
