package io.elmstream.page;

import io.elmstream.http.WebRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses what the page sends (RFC 1952). A stream to several clients is compressed once: its blocks do not depend
 * on those before, so that each client can begin with any of them behind the header.
 */
final class Gzip {

    /** The headers of what is compressed. */
    static final Map<String, String> HEADERS = Map.of("Content-Encoding", "gzip", "Vary", "Accept-Encoding");

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private Gzip() {}

    /** Returns whether the client of a request takes compressed answers. */
    static boolean isWanted(WebRequest request) {
        String accepted = request.header().apply("Accept-Encoding").orElse("");
        return Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.matches("gzip(;q=(?!0(\\.0*)?$).*)?"));
    }

    /** Compresses a whole answer. */
    static byte[] whole(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (OutputStream zipped = new GZIPOutputStream(out)) {
            zipped.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory is always writable", e);
        }
        return out.toByteArray();
    }

    /** Returns the beginning of a stream. */
    static byte[] header() {
        return HEADER.clone();
    }

    /** Compresses a part of a stream; a client can read all of it at once. */
    static byte[] block(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
            byte[] buffer = new byte[8_192];
            int filled;
            do {
                filled = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
                out.write(buffer, 0, filled);
            } while (filled == buffer.length);
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
