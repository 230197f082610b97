package io.elmstream.readings;

import io.elmstream.wire.ProtobufInput;
import java.util.List;

/** Lets targets know that there is a value that is no scalar. */
final class ProtobufOther implements ProtobufStep {

    private final Target[] targets;
    private final String type;
    private final ProtobufStep step;

    /** @param step reads the value */
    ProtobufOther(List<Target> targets, String type, ProtobufStep step) {
        this.targets = targets.toArray(Target[]::new);
        this.type = type;
        this.step = step;
    }

    @Override
    public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
        for (Target target : targets) {
            target.other(into, row, type);
        }
        step.read(in, into, row, instance);
    }

    @Override
    public void clear(DecodedReadings into, int row) {
        for (Target target : targets) {
            target.absent(into, row);
        }
        step.clear(into, row);
    }
}
