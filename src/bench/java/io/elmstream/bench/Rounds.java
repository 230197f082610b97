package io.elmstream.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of several rounds. */
final class Rounds {

    private Rounds() {}

    /** The middle figure of the rounds; the upper one of two. */
    static <R> double median(List<R> rounds, ToDoubleFunction<R> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
