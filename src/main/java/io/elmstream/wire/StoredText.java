package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Texts in stored forms: UTF-8 after their length in bytes. */
final class StoredText {

    private StoredText() {}

    /**
     * Reads a text and moves behind it.
     *
     * @throws BufferUnderflowException if the text is cut short, or its length is negative
     */
    static String read(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer text = in.slice(in.position(), length);
        in.position(in.position() + length);
        return UTF_8.decode(text).toString();
    }
}
