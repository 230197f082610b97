package io.elmstream.readings;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.elmstream.wire.ProtobufInput;
import java.util.Arrays;
import java.util.Optional;

/**
 * The symbols of an enum.
 *
 * @param numbers in order, each once
 * @param names of the numbers
 */
record ProtobufSymbols(int[] numbers, String[] names) {

    /** Returns the symbols of a field's enum; empty if it has none. */
    static Optional<ProtobufSymbols> of(FieldDescriptor field) {
        if (field.getType() != FieldDescriptor.Type.ENUM) {
            return Optional.empty();
        }
        EnumDescriptor type = field.getEnumType();
        int[] numbers = type.getValues().stream()
                .mapToInt(EnumValueDescriptor::getNumber)
                .distinct()
                .sorted()
                .toArray();
        return Optional.of(new ProtobufSymbols(
                numbers,
                Arrays.stream(numbers)
                        .mapToObj(number -> type.findValueByNumber(number).getName())
                        .toArray(String[]::new)));
    }

    /** Returns the symbols of a field's enum if other numbers do not count, as in proto2. */
    static Optional<ProtobufSymbols> ofClosed(FieldDescriptor field) {
        return of(field).filter(symbols -> field.getEnumType().isClosed());
    }

    /** Returns the name of a number; one without a name is its own. */
    String name(int number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? Integer.toString(number) : names[at];
    }

    /** Returns whether the next number has a name, without reading it. */
    boolean isNext(ProtobufInput in) {
        int from = in.position();
        int number = (int) in.readVarint();
        in.goTo(from);
        return Arrays.binarySearch(numbers, number) >= 0;
    }
}
