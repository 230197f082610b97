package io.elmstream.model;

import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the fields of a stored format, big-endian. */
final class ByteWriter {

    private static final int MAX_U16 = 0xffff;

    private ByteBuffer buffer = ByteBuffer.allocate(1024);

    void u8(int value) {
        room(Byte.BYTES).put((byte) value);
    }

    <T> void oneOf(T value, List<T> values) {
        int number = values.indexOf(value);
        if (number < 0) {
            throw new IllegalArgumentException(value + " has no number in the file format");
        }
        u8(number);
    }

    void u16(int value) {
        if (value < 0 || value > MAX_U16) {
            throw new IllegalArgumentException("a count or length is " + value + ", must be from 0 to " + MAX_U16);
        }
        room(Short.BYTES).putShort((short) value);
    }

    void i32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void i64(long value) {
        room(Long.BYTES).putLong(value);
    }

    void f32(float value) {
        room(Float.BYTES).putFloat(value);
    }

    void f64(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void floats(float[] values) {
        room(Math.multiplyExact(values.length, Float.BYTES));
        for (float value : values) {
            buffer.putFloat(value);
        }
    }

    /**
     * Writes the figures of a row-major matrix in the fewest bits that lose nothing, after the number of their form.
     */
    void figures(float[] values, int columns, int format) {
        FigureForm form = FigureForm.of(values, columns, format);
        oneOf(form, FigureForm.NUMBERED);
        switch (form) {
            case FLOATS -> floats(values);
            case HALF_FLOATS -> {
                room(Math.multiplyExact(values.length, Short.BYTES));
                for (float value : values) {
                    buffer.putShort(HalfFloat.toBits(value));
                }
            }
            case BYTES -> {
                float[] scales = ByteColumns.scales(values, columns).orElseThrow();
                floats(scales);
                room(values.length);
                for (int i = 0; i < values.length; i++) {
                    float scale = scales[i % columns];
                    buffer.put((byte) (scale == 0 ? 0 : Math.round(values[i] / scale)));
                }
            }
        }
    }

    /** Writes a vector of figures. */
    void figures(float[] values, int format) {
        figures(values, 1, format);
    }

    void u16s(int[] values) {
        for (int value : values) {
            u16(value);
        }
    }

    void bytes(byte[] values) {
        room(values.length).put(values);
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u16(bytes.length);
        bytes(bytes);
    }

    void texts(List<String> texts) {
        u16(texts.size());
        texts.forEach(this::text);
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            int needed = Math.addExact(buffer.position(), length);
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity()));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
