package io.elmstream.cli.offline;

import io.elmstream.training.Cores;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Shares the loops of a training among all cores of the machine. */
public final class AllCores implements Cores {

    @Override
    public void share(int parts, IntConsumer work) {
        IntStream.range(0, parts).parallel().forEach(work);
    }
}
