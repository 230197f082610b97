package io.elmstream.wire;

import org.apache.avro.Schema;

/**
 * Skips over Avro binary using its writer's schema, without allocating, and with a number of steps bounded by the
 * number of bytes: an item may take no bytes at all, so a count of a few bytes may stand for billions of them. Avro's
 * own reader allocates whatever a length or a count asks for before it checks that so many bytes follow, so untrusted
 * bytes are walked through first.
 */
public final class SchemaWalk {

    /** Deeper than any schema of ours; a schema may be recursive. */
    private static final int DEEPEST = 64;

    /** A value takes one step; most values take a byte or more. */
    private static final int STEPS_PER_BYTE = 8;

    /** An allowance for records with many fields that take no bytes. */
    private static final int FREE_STEPS = 10_000;

    /** The result of {@link #end} for bytes that are truncated or do not match the schema. */
    static final int BROKEN = -1;

    private AvroInput in = new AvroInput();
    private long steps;

    /** Returns the end of the value that starts at {@code from}, or {@link #BROKEN}. */
    int end(Schema schema, byte[] bytes, int from) {
        AvroInput input = new AvroInput();
        input.reset(bytes, from);
        start(input);
        skip(schema);
        return in.failed() ? BROKEN : in.position();
    }

    /** Starts with a record; {@code input} is at its first byte. */
    public void start(AvroInput input) {
        in = input;
        steps = FREE_STEPS + (long) STEPS_PER_BYTE * input.remaining();
    }

    /** Moves the input past the next value; sets its error if there is no such value. */
    public void skip(Schema schema) {
        walk(schema, 0);
    }

    /** Counts steps that the caller takes itself; sets the input's error if there are too many. */
    public void take(int count) {
        steps -= count;
        if (steps < 0) {
            in.fail();
        }
    }

    private void walk(Schema schema, int depth) {
        if (depth > DEEPEST || --steps < 0 || in.failed()) {
            in.fail();
            return;
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.skip(1);
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING, BYTES -> in.skip(in.readLength());
            case FIXED -> in.skip(schema.getFixedSize());
            case ENUM -> in.readIndex(schema.getEnumSymbols().size());
            case UNION -> {
                int branch = in.readIndex(schema.getTypes().size());
                // a union may have no branch at all
                if (!in.failed()) {
                    walk(schema.getTypes().get(branch), depth + 1);
                }
            }
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    walk(field.schema(), depth + 1);
                    if (in.failed()) {
                        return;
                    }
                }
            }
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
}
