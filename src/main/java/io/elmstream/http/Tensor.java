package io.elmstream.http;

import java.util.Arrays;

/**
 * An input of a request, as numbers.
 *
 * @param name of the input
 * @param shape its dimensions
 * @param values row-major; as many as the shape says, or more room
 */
record Tensor(String name, long[] shape, float[] values) {

    /** The shape of a body that is one matrix and nothing else: as many rows as it has. */
    private static final long[] RAW = {-1};

    /** Returns a matrix whose number of rows follows from the number of features. */
    static Tensor raw(String name, float[] values) {
        return new Tensor(name, RAW, values);
    }

    boolean isRaw() {
        return Arrays.equals(shape, RAW);
    }

    /** Returns the number of elements that a shape stands for. */
    static int size(String name, long[] shape) throws RequestException {
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw RequestException.bad(
                        "input '%s' has shape %s; a dimension must be 0 or more", name, Arrays.toString(shape));
            }
            // 2^31 twice cannot overflow
            size = Math.min(size, Integer.MAX_VALUE) * Math.min(dimension, Integer.MAX_VALUE);
        }
        if (size > Integer.MAX_VALUE) {
            throw RequestException.bad("input '%s' has shape %s, which is too large", name, Arrays.toString(shape));
        }
        return (int) size;
    }

    /** Returns the shape in words. */
    String shapeText() {
        return Arrays.toString(shape);
    }
}
