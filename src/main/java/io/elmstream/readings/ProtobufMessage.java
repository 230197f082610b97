package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a message. If it comes in several parts, they count as one. */
final class ProtobufMessage implements ProtobufStep {

    /** Fields with larger numbers are searched for. */
    private static final int MOST_DIRECT = 1_024;

    private static final long CLEARED = -1;

    private final int group;
    private final ProtobufField[] fields;
    private final @Nullable ProtobufField[] direct;
    private final int[] numbers;
    private final Slots slots;
    private final float[] values;
    private final ProtobufField[] others;
    private long current;

    /**
     * Creates the step.
     *
     * @param group the field's number if the message is a group, whose end is a tag; else 0
     * @param needed the fields that are not skipped
     */
    ProtobufMessage(int group, List<ProtobufField> needed) {
        this.group = group;
        this.fields = needed.stream()
                .sorted(Comparator.comparingInt(ProtobufField::number))
                .toArray(ProtobufField[]::new);
        this.numbers = Arrays.stream(fields).mapToInt(ProtobufField::number).toArray();
        ProtobufNumbers.link(fields);
        List<ProtobufNumber> presets = Arrays.stream(fields)
                .flatMap(field -> field.presetNumber().stream())
                .toList();
        this.slots = Slots.of(presets.stream().mapToInt(ProtobufNumber::slot).toArray());
        this.values = new float[presets.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = presets.get(i).presetValue();
        }
        this.others = Arrays.stream(fields)
                .filter(field -> field.presetNumber().isEmpty())
                .toArray(ProtobufField[]::new);
        int largest = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        this.direct = new ProtobufField[Math.min(largest, MOST_DIRECT) + 1];
        for (ProtobufField field : fields) {
            if (field.number() < direct.length) {
                direct[field.number()] = field;
            }
        }
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        if (group > 0) {
            readFields(in, into, row, instance);
            return;
        }
        int outer = in.enter();
        readFields(in, into, row, instance);
        in.leave(outer);
    }

    /** Reads the fields up to the end of the input or of the group. */
    void readFields(ProtobufInput in, DecodedReadings into, int row, long instance) {
        if (in.failed()) {
            return;
        }
        if (current != instance) {
            in.take(current == CLEARED ? fields.length : 0);
            current = instance;
            presetFields(into, row);
        }
        int end = group << 3 | ProtobufInput.END_GROUP;
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag == end) {
                return;
            }
            ProtobufField field = field(tag >>> 3);
            if (field == null) {
                in.skip(tag);
            } else {
                field.read(tag, in, into, row, instance);
            }
        }
        if (group > 0) {
            in.fail("the group of the field " + group + " does not end");
        }
    }

    /** Puts what the fields are in an empty message. */
    void presetFields(DecodedReadings into, int row) {
        into.values(row, slots, values);
        for (ProtobufField field : others) {
            field.preset(into, row);
        }
    }

    private @Nullable ProtobufField field(int number) {
        if (number < direct.length) {
            return direct[number];
        }
        int found = Arrays.binarySearch(numbers, number);
        return found < 0 ? null : fields[found];
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        if (current != CLEARED) {
            current = CLEARED;
            for (ProtobufField field : fields) {
                field.clear(into, row);
            }
        }
    }
}
