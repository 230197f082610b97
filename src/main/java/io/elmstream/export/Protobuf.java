package io.elmstream.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A protobuf message, field by field; an ONNX model is a few messages deep, so a library would be longer. */
final class Protobuf {

    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Protobuf number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(UTF_8));
    }

    Protobuf message(int field, Protobuf value) {
        return bytes(field, value.toBytes());
    }

    Protobuf bytes(int field, byte[] value) {
        varint((long) field << 3 | BYTES);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
        }
        bytes.write((int) rest);
    }
}
