package io.elmstream.readings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.elmstream.readings.ProtobufPack.Instances;
import io.elmstream.wire.ProtobufInput;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads those entries of a map that are needed, by their keys. The last one of a key counts. */
final class ProtobufMap implements ProtobufStep {

    private static final int KEY = 1;

    private final FieldDescriptor.Type keyType;
    private final Instances instances;
    private final Utf8Keys<ProtobufMessage> texts = new Utf8Keys<>();
    private final long[] numbers;
    private final ProtobufMessage[] ofNumbers;
    private final ProtobufMessage[] all;

    /**
     * Creates the step.
     *
     * @param entries the step for each needed entry, by its key as a text; it presets and reads the value
     */
    ProtobufMap(FieldDescriptor.Type keyType, Map<String, ProtobufMessage> entries, Instances instances) {
        this.keyType = keyType;
        this.instances = instances;
        this.all = entries.values().toArray(ProtobufMessage[]::new);
        if (keyType == FieldDescriptor.Type.STRING) {
            entries.forEach(texts::put);
            numbers = new long[0];
            ofNumbers = new ProtobufMessage[0];
            return;
        }
        numbers = entries.keySet().stream()
                .filter(key -> isKey(keyType, key))
                .mapToLong(key -> key(keyType, key))
                .sorted()
                .toArray();
        ofNumbers = new ProtobufMessage[numbers.length];
        entries.forEach((key, entry) -> {
            if (isKey(keyType, key)) {
                ofNumbers[Arrays.binarySearch(numbers, key(keyType, key))] = entry;
            }
        });
    }

    /** Returns whether a text is a key as it is written everywhere, and not 007. */
    private static boolean isKey(FieldDescriptor.Type type, String text) {
        if (type == FieldDescriptor.Type.BOOL) {
            return text.equals("true") || text.equals("false");
        }
        try {
            long key = key(type, text);
            return text.equals(isUnsigned(type) ? Long.toUnsignedString(key) : Long.toString(key));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static long key(FieldDescriptor.Type type, String text) {
        if (type == FieldDescriptor.Type.BOOL) {
            return text.equals("true") ? 1 : 0;
        }
        return isUnsigned(type) ? Long.parseUnsignedLong(text) : Long.parseLong(text);
    }

    private static boolean isUnsigned(FieldDescriptor.Type type) {
        return type == FieldDescriptor.Type.UINT64 || type == FieldDescriptor.Type.FIXED64;
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        int outer = in.enter();
        int from = in.position();
        ProtobufMessage entry = entry(in);
        if (entry != null && !in.failed()) {
            in.goTo(from);
            entry.clear(into, row);
            entry.readFields(in, into, row, instances.next());
        }
        in.leave(outer);
    }

    /** Reads an entry up to its end, and returns its step if it is needed. */
    private @Nullable ProtobufMessage entry(ProtobufInput in) {
        int tag = KEY << 3 | ProtobufScalar.wireType(keyType);
        int from = in.position();
        int to = from;
        long number = 0;
        while (in.hasMore()) {
            int actual = in.readTag();
            if (actual != tag) {
                in.skip(actual);
            } else if (keyType == FieldDescriptor.Type.STRING) {
                int length = in.readLength();
                from = in.position();
                to = from + length;
                in.goTo(to);
            } else {
                number = ProtobufScalar.integer(keyType, in);
            }
        }
        if (in.failed()) {
            return null;
        }
        if (keyType == FieldDescriptor.Type.STRING) {
            return texts.get(in.bytes(), from, to);
        }
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? null : ofNumbers[at];
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        for (ProtobufMessage entry : all) {
            entry.clear(into, row);
        }
    }
}
