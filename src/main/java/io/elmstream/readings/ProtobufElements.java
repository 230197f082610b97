package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;

/** Reads those elements of a repeated field that are needed, by their indices. */
final class ProtobufElements implements ProtobufStep {

    private final int tag;
    private final int[] wanted;
    private final ProtobufStep[] steps;
    private long current;
    private int index;
    private int next;

    /**
     * Creates the step.
     *
     * @param tag of an element
     * @param wanted the indices, in order
     * @param steps for each of them
     */
    ProtobufElements(int tag, int[] wanted, ProtobufStep[] steps) {
        this.tag = tag;
        this.wanted = wanted;
        this.steps = steps;
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        if (current != instance) {
            current = instance;
            index = 0;
            next = 0;
        }
        if (next < wanted.length && wanted[next] == index) {
            steps[next++].read(in, into, row, instance);
        } else {
            in.skip(tag);
        }
        index++;
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        current = 0;
        for (ProtobufStep step : steps) {
            step.clear(into, row);
        }
    }
}
