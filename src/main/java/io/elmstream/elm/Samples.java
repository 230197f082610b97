package io.elmstream.elm;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Labelled rows that can be gone through again and again, always in the same order. Training does so twice and never
 * holds them all.
 */
public interface Samples {

    /** {@return the names of the features, in the order of a row} */
    List<String> featureNames();

    /** {@return the class labels; a row carries an index into this list} */
    List<String> labels();

    /**
     * Passes every row to a visitor, in the order of the data.
     *
     * @param visitor is called once per row
     */
    void forEach(Visitor visitor);

    /**
     * The same rows, which meet another visitor before their own.
     *
     * @param way makes the visitor that a row meets first from the one that it is to be handed on to
     * @return the rows
     */
    default Samples via(UnaryOperator<Visitor> way) {
        Samples from = this;
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return from.featureNames();
            }

            @Override
            public List<String> labels() {
                return from.labels();
            }

            @Override
            public void forEach(Visitor visitor) {
                from.forEach(way.apply(visitor));
            }
        };
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one row.
         *
         * @param features one per feature name, NaN where missing; the array is only lent for the call
         * @param label index of the row's label
         */
        void row(float[] features, int label);
    }
}
