package io.elmstream.wire;

import org.apache.avro.Schema;

/**
 * Walks through Avro binary by the schema it was written with, taking no memory. Avro's own reader takes the memory that a length
 * or a count asks for before it looks whether so many bytes follow, so bytes from strangers are walked through first.
 */
final class SchemaWalk {

    /** Deeper than any schema of ours; a schema may hold itself. */
    private static final int DEEPEST = 64;

    /** What {@link #end} says of bytes that break off or do not fit the schema. */
    static final int BROKEN = -1;

    private final AvroInput in = new AvroInput();

    /** Where the value that starts at {@code from} ends, or {@link #BROKEN}. */
    int end(Schema schema, byte[] bytes, int from) {
        in.reset(bytes, from);
        walk(schema, 0);
        return in.failed() ? BROKEN : in.position();
    }

    private void walk(Schema schema, int depth) {
        if (depth > DEEPEST || in.failed()) {
            in.fail();
            return;
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.skip(1);
            case INT, LONG -> in.readLong();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING, BYTES -> in.skip(in.readLength());
            case FIXED -> in.skip(schema.getFixedSize());
            case ENUM -> readIndex(schema.getEnumSymbols().size());
            case UNION -> {
                int branch = readIndex(schema.getTypes().size());
                walk(schema.getTypes().get(branch), depth + 1);
            }
            case RECORD -> schema.getFields().forEach(field -> walk(field.schema(), depth + 1));
            case ARRAY -> {
                for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
                    for (; left > 0 && !in.failed(); left--) {
                        walk(schema.getElementType(), depth + 1);
                    }
                }
            }
            case MAP -> {
                for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
                    for (; left > 0 && !in.failed(); left--) {
                        in.skip(in.readLength());
                        walk(schema.getValueType(), depth + 1);
                    }
                }
            }
        }
    }

    private int readIndex(int size) {
        long index = in.readLong();
        return index < 0 || index >= size ? (int) in.fail() : (int) index;
    }
}
