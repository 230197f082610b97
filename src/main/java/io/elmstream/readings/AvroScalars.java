package io.elmstream.readings;

import io.elmstream.readings.TimeForm.Epoch;
import io.elmstream.wire.AvroInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Steps for values that are neither records, arrays nor maps. Logical types count (Avro 1.12 specification, "Logical
 * Types"): a decimal is a number; a timestamp or date is an event time as it is, and a type that is not a point in
 * time, such as a local timestamp, is none unless the mapping says how it is written.
 */
final class AvroScalars {

    /** More bytes than a number with a hundred digits needs; one with millions of digits would take minutes. */
    private static final int MOST_DECIMAL_BYTES = 64;

    /** A long of at most so many bytes is a double without rounding, as is the power of ten. */
    private static final int EXACT_BYTES = 6;

    private static final int EXACT_SCALE = 22;

    private static final long NANOS_OF_A_DAY = 86_400_000_000_000L;

    private AvroScalars() {}

    /** Returns a type in words, a logical type with the underlying one. */
    static String name(Schema schema) {
        String type = switch (schema.getType()) {
            case RECORD -> "a record";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case FIXED -> "bytes";
            default -> schema.getType().name().toLowerCase(Locale.ROOT);
        };
        return schema.getLogicalType() == null ? type : schema.getLogicalType().getName() + " (" + type + ")";
    }

    static AvroStep step(Schema schema, List<Target> needing) {
        Target[] targets = needing.stream().map(target -> timed(target, schema)).toArray(Target[]::new);
        return switch (schema.getType()) {
            case NULL ->
                (in, into, row) -> {
                    for (Target target : targets) {
                        target.nothing(into, row);
                    }
                };
            case BOOLEAN ->
                (in, into, row) -> {
                    boolean value = in.readBoolean();
                    for (Target target : targets) {
                        target.flag(into, row, value);
                    }
                };
            case INT -> (in, into, row) -> integer(targets, into, row, in.readInt());
            case LONG -> (in, into, row) -> integer(targets, into, row, in.readLong());
            case FLOAT ->
                (in, into, row) ->
                        number(targets, into, row, in.remaining() < Float.BYTES ? in.fail() : in.readFloat());
            case DOUBLE ->
                (in, into, row) ->
                        number(targets, into, row, in.remaining() < Double.BYTES ? in.fail() : in.readDouble());
            case STRING -> (in, into, row) -> text(targets, in, into, row);
            case ENUM -> symbol(schema, targets);
            case BYTES, FIXED -> bytes(schema, targets);
            default -> throw new IllegalArgumentException("not a scalar: " + schema);
        };
    }

    private static void integer(Target[] targets, DecodedReadings into, int row, long value) {
        for (Target target : targets) {
            target.integer(into, row, value);
        }
    }

    private static void number(Target[] targets, DecodedReadings into, int row, double value) {
        for (Target target : targets) {
            target.number(into, row, value);
        }
    }

    private static void text(Target[] targets, AvroInput in, DecodedReadings into, int row) {
        int length = in.readLength();
        int from = in.position();
        in.skip(length);
        if (!in.failed()) {
            for (Target target : targets) {
                target.utf8(into, row, in.bytes(), from, from + length);
            }
        }
    }

    private static AvroStep symbol(Schema schema, Target[] targets) {
        String[] symbols = schema.getEnumSymbols().toArray(String[]::new);
        return (in, into, row) -> {
            int symbol = in.readIndex(symbols.length);
            if (!in.failed()) {
                for (Target target : targets) {
                    target.text(into, row, symbols[symbol]);
                }
            }
        };
    }

    private static AvroStep bytes(Schema schema, Target[] targets) {
        boolean isFixed = schema.getType() == Schema.Type.FIXED;
        if (!isFixed && schema.getLogicalType() == null && isText(targets)) {
            return (in, into, row) -> text(targets, in, into, row);
        }
        int fixed = isFixed ? schema.getFixedSize() : 0;
        Optional<LogicalTypes.Decimal> decimal =
                Optional.ofNullable(schema.getLogicalType() instanceof LogicalTypes.Decimal type ? type : null);
        String name = name(schema);
        return (in, into, row) -> {
            int length = isFixed ? fixed : in.readLength();
            int from = in.position();
            in.skip(length);
            if (in.failed()) {
                return;
            }
            if (decimal.isPresent() && length > 0 && length <= MOST_DECIMAL_BYTES) {
                number(
                        targets,
                        into,
                        row,
                        decimal(in.bytes(), from, length, decimal.get().getScale()));
                return;
            }
            for (Target target : targets) {
                target.other(into, row, decimal.isPresent() ? "a decimal of " + length + " bytes" : name);
            }
        };
    }

    private static boolean isText(Target[] targets) {
        for (Target target : targets) {
            if (!(target instanceof TextTarget)) {
                return false;
            }
        }
        return targets.length > 0;
    }

    private static double decimal(byte[] bytes, int from, int length, int scale) {
        if (length > EXACT_BYTES || scale > EXACT_SCALE) {
            return new BigDecimal(new BigInteger(bytes, from, length), scale).doubleValue();
        }
        long unscaled = bytes[from]; // with its sign
        for (int i = 1; i < length; i++) {
            unscaled = unscaled << Byte.SIZE | (bytes[from + i] & 0xff);
        }
        // exact operands, so the quotient is the nearest double
        return unscaled / POWERS[scale];
    }

    private static final double[] POWERS = powers();

    private static double[] powers() {
        double[] powers = new double[EXACT_SCALE + 1];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }

    /** Lets the logical type of a field say how an event time is written, if the mapping does not. */
    private static Target timed(Target target, Schema schema) {
        if (schema.getLogicalType() == null
                || !(target instanceof TimeTarget time)
                || time.form().isPresent()) {
            return target;
        }
        return switch (schema.getLogicalType().getName()) {
            case "timestamp-millis" -> target;
            case "timestamp-micros" -> new TimeTarget(Optional.of(Epoch.MICROS));
            case "timestamp-nanos" -> new TimeTarget(Optional.of(Epoch.NANOS));
            case "date" -> new TimeTarget(Optional.of(new Epoch(NANOS_OF_A_DAY)));
            default -> new NoTime(name(schema));
        };
    }

    /** An event time that is no point in time. */
    private record NoTime(String type) implements Target {

        @Override
        public void number(DecodedReadings into, int row, double value) {
            into.badTime(row, type);
        }

        @Override
        public void integer(DecodedReadings into, int row, long value) {
            into.badTime(row, type);
        }

        @Override
        public void flag(DecodedReadings into, int row, boolean value) {
            into.badTime(row, type);
        }

        @Override
        public void text(DecodedReadings into, int row, String value) {
            into.badTime(row, type);
        }

        @Override
        public void nothing(DecodedReadings into, int row) {
            // as if the field were missing
        }

        @Override
        public void absent(DecodedReadings into, int row) {
            into.noTime(row);
        }

        @Override
        public void other(DecodedReadings into, int row, String other) {
            into.badTime(row, type);
        }
    }
}
