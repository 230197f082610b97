package io.elmstream.elm;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/**
 * Labelled rows that can be iterated repeatedly, always in the same order. Training does so two or three times and
 * never holds them all. A row that teachers have scored has a {@link SoftLabel}.
 */
public interface Samples {

    /** The label of a row whose class is not known. Training takes such rows only with a {@link SoftLabel}. */
    public static final int UNKNOWN = -1;

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

    /**
     * Returns some of the rows.
     *
     * @param chosen tells by the number of a row, from 1, whether it is one of them
     * @return these rows, in the same order
     */
    default Samples where(LongPredicate chosen) {
        return via(next -> new Visitor() {
            private long rows;

            @Override
            public void row(float[] features, int label) {
                if (chosen.test(++rows)) {
                    next.row(features, label);
                }
            }

            @Override
            public void row(float[] features, SoftLabel label) {
                if (chosen.test(++rows)) {
                    next.row(features, label);
                }
            }
        });
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

        /**
         * Visits one row that teachers have scored. Without another implementation it is a row of its label, which may
         * be the teachers'.
         *
         * @param features one per feature name, NaN where missing; the array is valid during the call only
         * @param label what is known of its class
         */
        default void row(float[] features, SoftLabel label) {
            row(features, label.label());
        }

        /**
         * Returns a visitor that passes each row to this one and then to another.
         *
         * @param next the other
         * @return both
         */
        default Visitor andThen(Visitor next) {
            Visitor first = this;
            return new Visitor() {
                @Override
                public void row(float[] features, int label) {
                    first.row(features, label);
                    next.row(features, label);
                }

                @Override
                public void row(float[] features, SoftLabel label) {
                    first.row(features, label);
                    next.row(features, label);
                }
            };
        }
    }
}
