package io.elmstream.readings;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.elmstream.wire.ProtobufInput;
import java.util.List;
import java.util.Optional;

/** Reads a number, a text, a boolean or a name of an enum, for any targets. */
final class ProtobufScalar implements ProtobufStep {

    private final FieldDescriptor.Type type;
    private final Target[] targets;
    private final Target[] presets;
    private final Optional<ProtobufSymbols> symbols;

    /** @param isImplicit whether the field has its default value while a message does not have it */
    ProtobufScalar(FieldDescriptor field, boolean isImplicit, List<Target> needing) {
        type = field.getType();
        targets = needing.toArray(Target[]::new);
        // the default value of a text or a time says that nobody set it
        presets = needing.stream()
                .filter(target -> isImplicit && !(target instanceof TextTarget || target instanceof TimeTarget))
                .toArray(Target[]::new);
        symbols = ProtobufSymbols.of(field);
    }

    /** Returns the wire type of the values of a field. */
    static int wireType(FieldDescriptor.Type type) {
        return switch (type) {
            case DOUBLE, FIXED64, SFIXED64 -> ProtobufInput.FIXED64;
            case FLOAT, FIXED32, SFIXED32 -> ProtobufInput.FIXED32;
            case STRING, BYTES, MESSAGE -> ProtobufInput.LENGTH;
            case GROUP -> ProtobufInput.START_GROUP;
            default -> ProtobufInput.VARINT;
        };
    }

    /** Reads a whole number, or 1 for true; an unsigned one of 64 bits may come out negative. */
    static long integer(FieldDescriptor.Type type, ProtobufInput in) {
        return switch (type) {
            case INT32, ENUM -> (int) in.readVarint();
            case UINT32 -> Integer.toUnsignedLong((int) in.readVarint());
            case SINT32 -> CodedInputStream.decodeZigZag32((int) in.readVarint());
            case SINT64 -> CodedInputStream.decodeZigZag64(in.readVarint());
            case BOOL -> in.readVarint() == 0 ? 0 : 1;
            case FIXED32 -> Integer.toUnsignedLong(in.readFixed32());
            case SFIXED32 -> in.readFixed32();
            case FIXED64, SFIXED64 -> in.readFixed64();
            default -> in.readVarint();
        };
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        switch (type) {
            case DOUBLE -> number(Double.longBitsToDouble(in.readFixed64()), into, row);
            case FLOAT -> number(Float.intBitsToFloat(in.readFixed32()), into, row);
            case BOOL -> flag(targets, in.readVarint() != 0, into, row);
            case ENUM -> symbol(targets, (int) in.readVarint(), into, row);
            case STRING, BYTES -> text(in, into, row);
            case UINT64, FIXED64 -> unsigned(integer(type, in), into, row);
            default -> integer(targets, integer(type, in), into, row);
        }
    }

    private void number(double value, DecodedReadings into, int row) {
        for (Target target : targets) {
            target.number(into, row, value);
        }
    }

    private void unsigned(long value, DecodedReadings into, int row) {
        if (value >= 0) {
            integer(targets, value, into, row);
            return;
        }
        for (Target target : targets) {
            target.text(into, row, Long.toUnsignedString(value));
        }
    }

    private static void integer(Target[] to, long value, DecodedReadings into, int row) {
        for (Target target : to) {
            target.integer(into, row, value);
        }
    }

    private static void flag(Target[] to, boolean value, DecodedReadings into, int row) {
        for (Target target : to) {
            target.flag(into, row, value);
        }
    }

    private void symbol(Target[] to, int number, DecodedReadings into, int row) {
        String name = symbols.orElseThrow().name(number);
        for (Target target : to) {
            target.text(into, row, name);
        }
    }

    private void text(ProtobufInput in, DecodedReadings into, int row) {
        int length = in.readLength();
        int from = in.position();
        in.goTo(from + length);
        if (in.failed()) {
            return;
        }
        for (Target target : targets) {
            if (type == FieldDescriptor.Type.STRING || target instanceof TextTarget) {
                target.utf8(into, row, in.bytes(), from, from + length);
            } else {
                target.other(into, row, "bytes");
            }
        }
    }

    @Override
    public void preset(DecodedReadings into, int row) {
        switch (type) {
            case BOOL -> flag(presets, false, into, row);
            case ENUM -> symbol(presets, 0, into, row);
            case STRING -> {
                for (Target target : presets) {
                    target.text(into, row, "");
                }
            }
            case BYTES -> {
                for (Target target : presets) {
                    target.other(into, row, "bytes");
                }
            }
            default -> integer(presets, 0, into, row);
        }
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        for (Target target : targets) {
            target.absent(into, row);
        }
    }
}
