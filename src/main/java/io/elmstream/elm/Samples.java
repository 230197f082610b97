package io.elmstream.elm;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Labelled rows that can be iterated repeatedly, always in the same order. Training does so two or three times and
 * never holds them all.
 */
public interface Samples {

    /** {@return the names of the features, in the order of a row} */
    List<String> featureNames();

    /** {@return the class labels; a row contains an index into this list} */
    List<String> labels();

    /**
     * Passes every row to a visitor, in the order of the data.
     *
     * @param visitor is called once per row
     */
    void forEach(Visitor visitor);

    /**
     * Returns the same rows with another visitor inserted before the visitor of each pass.
     *
     * @param way creates the inserted visitor from the one that it must pass rows on to
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

    /** Visits rows, one after the other. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Visits one row.
         *
         * @param features one per feature name, NaN where missing; the array is valid during the call only
         * @param label index of the row's label
         */
        void row(float[] features, int label);
    }
}
