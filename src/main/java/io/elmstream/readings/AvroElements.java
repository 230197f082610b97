package io.elmstream.readings;

import io.elmstream.wire.AvroInput;
import io.elmstream.wire.SchemaWalk;
import java.util.Arrays;
import org.apache.avro.Schema;

/** Reads those elements of an array that are needed, by their indices. */
final class AvroElements implements AvroStep {

    private final SchemaWalk walk;
    private final Schema type;
    private final int[] wanted;
    private final AvroStep[] steps;

    AvroElements(SchemaWalk walk, Schema type, PathTree node, AvroCompiler compiler) {
        this.walk = walk;
        this.type = type;
        this.wanted = node.wanted();
        this.steps = Arrays.stream(wanted)
                .mapToObj(index -> compiler.compile(type, node.element(index)))
                .toArray(AvroStep[]::new);
    }

    @Override
    public void read(AvroInput in, DecodedReadings into, int row) {
        int next = 0;
        long index = 0;
        for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
            for (; left > 0 && !in.failed(); left--) {
                if (next < wanted.length && index == wanted[next]) {
                    walk.take(1);
                    steps[next++].read(in, into, row);
                } else {
                    walk.skip(type);
                }
                index++;
            }
        }
    }
}
