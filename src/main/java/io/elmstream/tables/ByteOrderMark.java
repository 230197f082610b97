package io.elmstream.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/** The encodings that the first bytes of a text name; longer marks come first, because they start as shorter ones. */
enum ByteOrderMark {
    UTF_32_BE("UTF-32BE", 0, 0, 0xfe, 0xff),
    UTF_32_LE("UTF-32LE", 0xff, 0xfe, 0, 0),
    UTF_8("UTF-8", 0xef, 0xbb, 0xbf),
    UTF_16_BE("UTF-16BE", 0xfe, 0xff),
    UTF_16_LE("UTF-16LE", 0xff, 0xfe);

    private static final int LONGEST = 4;

    private final String charset;
    private final byte[] bytes;

    ByteOrderMark(String charset, int... bytes) {
        this.charset = charset;
        this.bytes = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            this.bytes[i] = (byte) bytes[i];
        }
    }

    /**
     * Returns the text without its mark.
     *
     * @param stream supports marks
     * @param unmarked the encoding if there is none
     */
    static Reader reader(InputStream stream, Charset unmarked) throws IOException {
        stream.mark(LONGEST);
        byte[] head = stream.readNBytes(LONGEST);
        stream.reset();
        Optional<ByteOrderMark> mark = of(head);
        if (mark.isEmpty()) {
            return new InputStreamReader(stream, unmarked);
        }
        stream.skipNBytes(mark.get().bytes.length);
        return new InputStreamReader(stream, Charset.forName(mark.get().charset));
    }

    /** Returns whether a text that starts with these bytes has a mark. */
    static boolean isMarked(byte[] head) {
        return of(head).isPresent();
    }

    private static Optional<ByteOrderMark> of(byte[] head) {
        return Arrays.stream(values())
                .filter(mark -> head.length >= mark.bytes.length
                        && Arrays.equals(head, 0, mark.bytes.length, mark.bytes, 0, mark.bytes.length))
                .findFirst();
    }
}
