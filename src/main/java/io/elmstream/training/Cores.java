package io.elmstream.training;

import java.util.function.IntConsumer;

/**
 * Shares the loops of a training among cores. A training splits its work into the same parts whatever the cores, and no
 * part depends on another, so the model has the same bits in any case.
 */
@FunctionalInterface
public interface Cores {

    /** The calling thread does all work. */
    Cores ONE = (parts, work) -> {
        for (int part = 0; part < parts; part++) {
            work.accept(part);
        }
    };

    /**
     * Does all parts, in any order or at the same time, and returns when they are done.
     *
     * @param parts the number of parts
     * @param work takes the number of a part, from 0
     */
    void share(int parts, IntConsumer work);
}
