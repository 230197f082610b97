package io.elmstream.tables;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The encoding of a text without a byte-order mark.
 *
 * @param charset the encoding
 * @param guessed whether nobody named it, and the text is not UTF-8
 */
record Encoding(Charset charset, boolean guessed) {

    /** Latin-1 as Windows writes it, with typographic quotation marks and the euro where Latin-1 has no characters. */
    private static final Charset LATIN = Charset.forName("windows-1252");

    /** Returns the encoding of a text that starts with these bytes: the one that is named, or UTF-8, or Latin-1. */
    static Encoding of(byte[] head, Optional<Charset> named) {
        if (named.isPresent()) {
            return new Encoding(named.get(), false);
        }
        boolean latin = !ByteOrderMark.isMarked(head) && !isUtf8(head);
        return new Encoding(latin ? LATIN : StandardCharsets.UTF_8, latin);
    }

    /** Returns whether a character has two or four bytes, so that zero bytes are usual. */
    boolean isWide() {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    /** Returns whether the bytes are UTF-8, of which the last character may be cut. */
    private static boolean isUtf8(byte[] head) {
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false);
        return !result.isError();
    }
}
