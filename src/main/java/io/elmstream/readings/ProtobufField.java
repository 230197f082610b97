package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field of a message that is needed, or that replaces another one of its {@code oneof}. */
final class ProtobufField {

    private final int number;
    private final int tag;
    private final boolean isPackable;
    private final Optional<ProtobufSymbols> closed;
    private final @Nullable ProtobufStep step;
    private ProtobufField[] replaced = {};
    private @Nullable ProtobufNumbers numbers;
    private int position;

    /**
     * Creates a field.
     *
     * @param wireType of a value
     * @param isPackable whether several values may follow a length, too
     * @param closed the symbols of a closed enum: a value with another number does not count
     * @param step reads a value; null to skip it
     */
    ProtobufField(
            int number,
            int wireType,
            boolean isPackable,
            Optional<ProtobufSymbols> closed,
            @Nullable ProtobufStep step) {
        this.number = number;
        this.tag = number << 3 | wireType;
        this.isPackable = isPackable;
        this.closed = closed;
        this.step = step;
    }

    int number() {
        return number;
    }

    int tag() {
        return tag;
    }

    /** Returns the step, if it is a number, and nothing else is to be done. */
    Optional<ProtobufNumber> alone() {
        return step instanceof ProtobufNumber single && replaced.length == 0 ? Optional.of(single) : Optional.empty();
    }

    /** Says that values of this field are read with those of others. */
    void isPartOf(ProtobufNumbers all, int at) {
        numbers = all;
        position = at;
    }

    /** Says which fields have no value any more once this one has. */
    void replaces(ProtobufField... others) {
        replaced = others;
    }

    void read(int actual, ProtobufInput in, DecodedReadings into, int row, long instance) {
        if (actual == tag) {
            if (numbers != null) {
                numbers.read(in, into, row, position);
            } else {
                read(in, into, row, instance);
            }
        } else if (isPackable && step != null && actual == (number << 3 | ProtobufInput.LENGTH)) {
            int outer = in.enter();
            while (in.hasMore()) {
                read(in, into, row, instance);
            }
            in.leave(outer);
        } else {
            // a field of another type is one that is not known
            in.skip(actual);
        }
    }

    private void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        if (closed.isPresent() && !closed.get().isNext(in)) {
            in.skip(tag);
            return;
        }
        for (ProtobufField other : replaced) {
            in.take(1);
            other.clear(into, row);
        }
        if (step == null) {
            in.skip(tag);
        } else {
            step.read(in, into, row, instance);
        }
    }

    /** Returns the step, if it is a number that is to be preset. */
    Optional<ProtobufNumber> presetNumber() {
        return step instanceof ProtobufNumber number && number.isImplicit() ? Optional.of(number) : Optional.empty();
    }

    void preset(DecodedReadings into, int row) {
        if (step != null) {
            step.preset(into, row);
        }
    }

    void clear(DecodedReadings into, int row) {
        if (step != null) {
            step.clear(into, row);
        }
    }
}
