package io.elmstream.readings;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.elmstream.readings.FieldPath.Index;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.readings.FieldPath.Step;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a feature of type number must find at a path of a message, as the library's own reader has it.
 *
 * @param state of the feature
 * @param value if it is present
 */
record ProtobufOracle(byte state, float value) {

    private static final ProtobufOracle ABSENT = new ProtobufOracle(DecodedReadings.ABSENT, 0);
    private static final ProtobufOracle UNPARSABLE = new ProtobufOracle(DecodedReadings.UNPARSABLE, 0);

    static ProtobufOracle at(FieldPath path, DynamicMessage message) {
        return at(path.steps().iterator(), message);
    }

    private static ProtobufOracle at(Iterator<Step> steps, DynamicMessage message) {
        Step step = steps.next();
        FieldDescriptor field =
                step instanceof Name name ? message.getDescriptorForType().findFieldByName(name.name()) : null;
        if (field == null) {
            return ABSENT;
        }
        if (!field.isRepeated()) {
            return field.hasPresence() && !message.hasField(field)
                    ? ABSENT
                    : value(steps, field, message.getField(field));
        }
        List<?> elements = (List<?>) message.getField(field);
        if (!steps.hasNext()) {
            return elements.isEmpty() ? ABSENT : UNPARSABLE;
        }
        return field.isMapField() ? entry(steps, field, elements) : element(steps, field, elements);
    }

    private static ProtobufOracle element(Iterator<Step> steps, FieldDescriptor field, List<?> elements) {
        return steps.next() instanceof Index index && index.index() < elements.size()
                ? value(steps, field, elements.get(index.index()))
                : ABSENT;
    }

    private static ProtobufOracle entry(Iterator<Step> steps, FieldDescriptor field, List<?> entries) {
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        if (!(steps.next() instanceof Name name)) {
            return ABSENT;
        }
        Object last = null;
        for (Object entry : entries) {
            DynamicMessage pair = (DynamicMessage) entry;
            last = pair.getField(key).toString().equals(name.name()) ? pair.getField(value) : last;
        }
        return last == null ? ABSENT : value(steps, value, last);
    }

    private static ProtobufOracle value(Iterator<Step> steps, FieldDescriptor field, Object value) {
        if (steps.hasNext()) {
            return value instanceof DynamicMessage message ? at(steps, message) : ABSENT;
        }
        if (value instanceof DynamicMessage message) {
            String type = message.getDescriptorForType().getFullName();
            FieldDescriptor wrapped = message.getDescriptorForType().findFieldByName("value");
            return type.startsWith("google.protobuf.") && wrapped != null
                    ? value(steps, wrapped, message.getField(wrapped))
                    : UNPARSABLE;
        }
        if (value instanceof EnumValueDescriptor symbol) {
            boolean isKnown = field.getEnumType().findValueByNumber(symbol.getNumber()) != null;
            return isKnown ? UNPARSABLE : present(symbol.getNumber());
        }
        if (value instanceof Boolean flag) {
            return present(flag ? 1 : 0);
        }
        if (value instanceof String text) {
            OptionalDouble number = new FeatureType.Numeric().of(text);
            return number.isPresent() ? present(number.getAsDouble()) : UNPARSABLE;
        }
        if (!(value instanceof Number number)) {
            return UNPARSABLE;
        }
        return switch (field.getType()) {
            case UINT32, FIXED32 -> present(Integer.toUnsignedLong(number.intValue()));
            case UINT64, FIXED64 -> present(Double.parseDouble(Long.toUnsignedString(number.longValue())));
            default -> present(number.doubleValue());
        };
    }

    private static ProtobufOracle present(double value) {
        return new ProtobufOracle(DecodedReadings.PRESENT, (float) value);
    }
}
