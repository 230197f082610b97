package io.elmstream.readings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.elmstream.wire.ProtobufInput;

/** Reads a number that is a feature, and nothing else: most fields are. */
final class ProtobufNumber implements ProtobufStep {

    private final FieldDescriptor.Type type;
    private final boolean isImplicit;
    private final int slot;
    private final double scale;
    private final double offset;

    /** @param isImplicit whether the field is 0 while a message does not have it */
    ProtobufNumber(FieldDescriptor.Type type, boolean isImplicit, FeatureTarget target) {
        this.type = type;
        this.isImplicit = isImplicit;
        this.slot = target.slot();
        this.scale = target.feature().scale();
        this.offset = target.feature().offset();
    }

    /** Returns whether numbers of a type can be read so; unsigned ones of 64 bits are rare, and no long. */
    static boolean takes(FieldDescriptor.Type type, Target target) {
        return target instanceof FeatureTarget feature
                && feature.feature().type() instanceof FeatureType.Numeric
                && switch (type) {
                    case DOUBLE, FLOAT, INT32, INT64, UINT32, SINT32, SINT64, FIXED32, SFIXED32, SFIXED64, BOOL -> true;
                    default -> false;
                };
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        double number = switch (type) {
            case DOUBLE -> Double.longBitsToDouble(in.readFixed64());
            case FLOAT -> Float.intBitsToFloat(in.readFixed32());
            default -> ProtobufScalar.integer(type, in);
        };
        into.value(row, slot, (float) (number * scale + offset));
    }

    /** Returns whether the feature has a value while the message does not have the field; presets it with others. */
    boolean isImplicit() {
        return isImplicit;
    }

    FieldDescriptor.Type type() {
        return type;
    }

    int slot() {
        return slot;
    }

    double scale() {
        return scale;
    }

    double offset() {
        return offset;
    }

    /** Returns the feature's value if the field is 0. */
    float presetValue() {
        return (float) offset;
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        into.absent(row, slot);
    }
}
