package io.elmstream.model;

import io.elmstream.elm.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of a stored format, big-endian, from untrusted bytes: a length is compared with the remaining bytes
 * before memory is allocated.
 */
final class ByteReader {

    /** How an array of figures is stored. */
    static final int FLOATS = 0;

    static final int HALF_FLOATS = 1;

    private final ByteBuffer buffer;

    ByteReader(byte[] bytes, int from, int to) {
        buffer = ByteBuffer.wrap(bytes, from, to - from);
    }

    int u8(String field) throws ArtefactException {
        return left(field, Byte.BYTES).get() & 0xff;
    }

    int u16(String field) throws ArtefactException {
        return left(field, Short.BYTES).getShort() & 0xffff;
    }

    int i32(String field) throws ArtefactException {
        return left(field, Integer.BYTES).getInt();
    }

    long i64(String field) throws ArtefactException {
        return left(field, Long.BYTES).getLong();
    }

    float f32(String field) throws ArtefactException {
        return left(field, Float.BYTES).getFloat();
    }

    double f64(String field) throws ArtefactException {
        return left(field, Double.BYTES).getDouble();
    }

    float[] floats(String field, long length) throws ArtefactException {
        left(field, length * Float.BYTES);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.getFloat();
        }
        return values;
    }

    /** Reads figures as {@link ByteWriter#figures} writes them; floats that fit into 16 bits are refused. */
    float[] figures(String field, long length) throws ArtefactException {
        int form = u8("form of " + field);
        if (form == FLOATS) {
            float[] values = floats(field, length);
            for (float value : values) {
                if (!HalfFloat.isExact(value)) {
                    return values;
                }
            }
            throw malformed(field + " has floats where 16 bits suffice");
        }
        if (form != HALF_FLOATS) {
            throw malformed("form of " + field + " is " + form + ", must be " + FLOATS + " or " + HALF_FLOATS);
        }
        left(field, length * Short.BYTES);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfFloat.fromBits(buffer.getShort());
        }
        return values;
    }

    int[] u16s(String field, long length) throws ArtefactException {
        left(field, length * Short.BYTES);
        int[] values = new int[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.getShort() & 0xffff;
        }
        return values;
    }

    String text(String field) throws ArtefactException {
        int length = u16(field);
        ByteBuffer bytes = left(field, length).slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed(field + " is not UTF-8");
        }
    }

    List<String> texts(String field) throws ArtefactException {
        int count = u16(field);
        // each text takes two bytes or more
        left(field, 2L * count);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text(field));
        }
        return texts;
    }

    <T> T oneOf(String field, List<T> values) throws ArtefactException {
        int number = u8(field);
        if (number >= values.size()) {
            throw malformed(field + " is " + number + ", must be from 0 to " + (values.size() - 1));
        }
        return values.get(number);
    }

    void requireEnd() throws ArtefactException {
        if (buffer.hasRemaining()) {
            throw malformed(buffer.remaining() + " bytes follow the last field");
        }
    }

    ArtefactException malformed(String message) {
        return new ArtefactException(ArtefactFault.MALFORMED, message + " (at byte " + buffer.position() + ")");
    }

    private ByteBuffer left(String field, long length) throws ArtefactException {
        if (buffer.remaining() < length) {
            throw malformed(field + " needs " + length + " bytes, " + buffer.remaining() + " are left");
        }
        return buffer;
    }
}
