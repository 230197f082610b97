package io.elmstream.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of several rounds. */
final class Rounds {

    private Rounds() {}

    /** The median of a figure; of an even number of rounds, the mean of the middle two. */
    static <R> double median(List<R> rounds, ToDoubleFunction<R> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
