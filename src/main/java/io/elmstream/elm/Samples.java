package io.elmstream.elm;

import java.util.List;

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
