package io.elmstream.scoring;

import io.elmstream.data.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The columns of predictions: the kept ones, the predicted class, its probability, those of all classes, the version of
 * the model, and whether the verifier answered where the model is a draft with one.
 *
 * @param kept the kept columns
 * @param labels the labels of the classes, in the order of the probabilities
 * @param probabilities whether there is a column for each class
 * @param version the version of the model
 * @param verified whether the model has a verifier
 */
record PredictedColumns(List<Column> kept, List<String> labels, boolean probabilities, int version, boolean verified) {

    static final String LABEL = "label";
    static final String CONFIDENCE = "confidence";
    /** The probabilities by class, in forms of tables that nest. */
    static final String PROBABILITIES = "probabilities";

    static final String VERSION = "version";
    static final String VERIFIED = "verified";

    PredictedColumns {
        kept = List.copyOf(kept);
        labels = List.copyOf(labels);
    }

    /** Returns the name of the column of a probability in flat tables. */
    static String probability(String label) {
        return "probability_" + label;
    }

    /** Returns the names of all columns of a flat table, in order. */
    List<String> flat() {
        List<String> names = new ArrayList<>(kept.stream().map(Column::name).toList());
        names.add(LABEL);
        names.add(CONFIDENCE);
        if (probabilities) {
            labels.forEach(label -> names.add(probability(label)));
        }
        names.add(VERSION);
        if (verified) {
            names.add(VERIFIED);
        }
        return names;
    }

    /**
     * Checks that no kept column has the name of another column.
     *
     * @param nested whether the table has the probabilities in one column
     * @throws DataException if one has
     */
    void requireDistinct(boolean nested) {
        var seen = new HashSet<>(flat().subList(kept.size(), flat().size()));
        if (nested && probabilities) {
            seen.add(PROBABILITIES);
        }
        for (Column column : kept) {
            if (!seen.add(column.name())) {
                throw new DataException(
                        "--keep",
                        "--keep: the predictions have a column \"" + column.name()
                                + "\" already; give it another name there, such as --keep " + column.name() + "=input_"
                                + column.name());
            }
        }
    }
}
