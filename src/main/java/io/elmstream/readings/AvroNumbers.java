package io.elmstream.readings;

import io.elmstream.wire.AvroInput;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads successive fields that are numbers, or null, and features. Most fields are; one loop over them takes a fraction
 * of the time of a step for each.
 */
final class AvroNumbers implements AvroStep {

    private static final int NEVER_NULL = -1;

    /**
     * A field.
     *
     * @param type of the number
     * @param nullBranch of the union of null and the number, {@link #NEVER_NULL} if it is none
     * @param target that takes the number
     */
    private record NumberField(Schema.Type type, int nullBranch, FeatureTarget target) {}

    /** Collects fields. */
    static final class Builder {

        private final List<NumberField> numbers = new ArrayList<>();

        /** Adds a field if it is a number and a feature, and nothing else. */
        boolean takes(Schema schema, @Nullable PathTree node) {
            if (node == null
                    || node.targets().size() != 1
                    || !(node.targets().get(0) instanceof FeatureTarget target)
                    || !(target.feature().type() instanceof FeatureType.Numeric)) {
                return false;
            }
            Schema number = schema;
            int nullBranch = NEVER_NULL;
            if (schema.isUnion() && schema.getTypes().size() == 2 && schema.isNullable()) {
                nullBranch = schema.getTypes().get(0).getType() == Schema.Type.NULL ? 0 : 1;
                number = schema.getTypes().get(1 - nullBranch);
            }
            return switch (number.getType()) {
                case INT, LONG, FLOAT, DOUBLE -> numbers.add(new NumberField(number.getType(), nullBranch, target));
                default -> false;
            };
        }

        boolean isEmpty() {
            return numbers.isEmpty();
        }

        AvroNumbers build() {
            return new AvroNumbers(numbers.toArray(NumberField[]::new));
        }
    }

    private final Schema.Type[] types;
    private final byte[] nullBranches;
    private final int[] slots;
    private final double[] scales;
    private final double[] offsets;

    private AvroNumbers(NumberField[] numbers) {
        int count = numbers.length;
        types = new Schema.Type[count];
        nullBranches = new byte[count];
        slots = new int[count];
        scales = new double[count];
        offsets = new double[count];
        for (int i = 0; i < count; i++) {
            types[i] = numbers[i].type();
            nullBranches[i] = (byte) numbers[i].nullBranch();
            slots[i] = numbers[i].target().slot();
            scales[i] = numbers[i].target().feature().scale();
            offsets[i] = numbers[i].target().feature().offset();
        }
    }

    @Override
    public void read(AvroInput in, DecodedReadings into, int row) {
        for (int i = 0; i < slots.length; i++) {
            if (nullBranches[i] != NEVER_NULL && in.readIndex(2) == nullBranches[i]) {
                into.ofNull(row, slots[i]);
                continue;
            }
            double value = switch (types[i]) {
                case INT -> in.readInt();
                case LONG -> in.readLong();
                case FLOAT -> in.remaining() < Float.BYTES ? in.fail() : in.readFloat();
                default -> in.remaining() < Double.BYTES ? in.fail() : in.readDouble();
            };
            into.value(row, slots[i], (float) (value * scales[i] + offsets[i]));
        }
    }
}
