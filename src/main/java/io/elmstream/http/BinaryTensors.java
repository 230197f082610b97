package io.elmstream.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the inputs that follow the JSON header of a request, one after the other (Triton's binary tensor data
 * extension): little-endian numbers, and texts each behind its length in 32 bits.
 */
final class BinaryTensors {

    private final ByteBuffer rest;

    /**
     * Reads what follows a header.
     *
     * @param body the whole body of the request
     * @param from where the header ends
     */
    BinaryTensors(byte[] body, int from) {
        this.rest = ByteBuffer.wrap(body, from, body.length - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns how many bytes are left. */
    int remaining() {
        return rest.remaining();
    }

    /** Reads the next input, which takes that many bytes. */
    Tensor next(String name, long[] shape, Datatype type, long bytes) throws RequestException {
        int size = Tensor.size(name, shape);
        if (bytes > rest.remaining()) {
            throw RequestException.bad(
                    "input '%s' has binary_data_size %d, but only %d bytes are left behind the header",
                    name, bytes, rest.remaining());
        }
        if (type != Datatype.BYTES && bytes != (long) size * type.bytes()) {
            throw RequestException.bad(
                    "input '%s' has binary_data_size %d, but %d values of %s take %d bytes",
                    name, bytes, size, type, (long) size * type.bytes());
        }
        ByteBuffer data = rest.slice(rest.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        rest.position(rest.position() + (int) bytes);
        return new Tensor(name, shape, type == Datatype.BYTES ? texts(name, size, data) : numbers(size, type, data));
    }

    private static float[] numbers(int size, Datatype type, ByteBuffer data) {
        float[] values = new float[size];
        switch (type) {
            case FP32 -> data.asFloatBuffer().get(values);
            case FP64 -> fill(values, i -> (float) data.getDouble());
            case INT32 -> fill(values, i -> data.getInt());
            case INT64 -> fill(values, i -> data.getLong());
            case BYTES -> throw new IllegalArgumentException("texts are not numbers");
        }
        return values;
    }

    @FunctionalInterface
    private interface Next {
        float of(int index);
    }

    private static void fill(float[] values, Next next) {
        for (int i = 0; i < values.length; i++) {
            values[i] = next.of(i);
        }
    }

    private static float[] texts(String name, int size, ByteBuffer data) throws RequestException {
        TensorData values = new TensorData();
        for (int i = 0; i < size; i++) {
            int length = data.remaining() < Integer.BYTES ? -1 : data.getInt();
            if (length < 0 || length > data.remaining()) {
                throw RequestException.bad("input '%s' ends before its text %d of %d", name, i + 1, size);
            }
            byte[] text = new byte[length];
            data.get(text);
            values.append(TensorData.number(new String(text, StandardCharsets.UTF_8), name, i));
        }
        if (data.hasRemaining()) {
            throw RequestException.bad("input '%s' has %d bytes behind its %d texts", name, data.remaining(), size);
        }
        return values.tensor(name, new long[] {size}, Datatype.FP32).values();
    }
}
