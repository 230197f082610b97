package io.elmstream.model;

import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the fields of a stored format, big-endian, from untrusted bytes: a length is compared with the remaining bytes
 * before memory is allocated.
 */
final class ByteReader {

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

    /** Reads figures as {@link ByteWriter#figures} writes them, and refuses those that fit into fewer bits. */
    float[] figures(String field, long length, int columns, int format) throws ArtefactException {
        FigureForm form = oneOf("form of " + field, FigureForm.NUMBERED);
        float[] values = switch (form) {
            case FLOATS -> floats(field, length);
            case HALF_FLOATS -> halfFloats(field, length);
            case BYTES -> byteColumns(field, length, columns);
        };
        FigureForm smallest = FigureForm.of(values, columns, format);
        if (smallest != form) {
            throw malformed(field + " has the form " + form + " and should have " + smallest);
        }
        return values;
    }

    /** Reads a vector of figures. */
    float[] figures(String field, long length, int format) throws ArtefactException {
        return figures(field, length, 1, format);
    }

    private float[] halfFloats(String field, long length) throws ArtefactException {
        left(field, length * Short.BYTES);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfFloat.fromBits(buffer.getShort());
        }
        return values;
    }

    private float[] byteColumns(String field, long length, int columns) throws ArtefactException {
        float[] scales = floats("scales of " + field, columns);
        left(field, length);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            byte whole = buffer.get();
            float scale = scales[i % columns];
            if (whole < -ByteColumns.LARGEST || (scale == 0 && whole != 0)) {
                throw malformed(field + " has " + whole + " at scale " + scale);
            }
            values[i] = whole * scale;
        }
        if (!Arrays.equals(ByteColumns.scales(values, columns).orElse(null), scales)) {
            throw malformed("scales of " + field + " do not follow from the figures");
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
