package io.elmstream.data;

import io.elmstream.elm.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Labelled rows of a CSV file. The file is read anew for each going through, so memory does not grow with it. */
public final class CsvSamples implements Samples {

    private final CsvFile file;
    private final String labelColumn;
    private final RowRange range;
    private final List<String> featureNames;
    private final List<String> labels;
    private final Map<String, Integer> indexOfLabel = new HashMap<>();

    private CsvSamples(
            CsvFile file, String labelColumn, RowRange range, List<String> featureNames, List<String> labels) {
        this.file = file;
        this.labelColumn = labelColumn;
        this.range = range;
        this.featureNames = List.copyOf(featureNames);
        this.labels = List.copyOf(labels);
        for (String label : labels) {
            indexOfLabel.put(label, indexOfLabel.size());
        }
    }

    /**
     * Rows to train on: every column but the label is a feature, and the labels are those found, sorted.
     *
     * @throws DataException if the column is not there, the range has no rows, or a field is not what it must be
     */
    public static CsvSamples toTrain(CsvFile file, String labelColumn, RowRange range) {
        List<String> features = file.columnsWithout(labelColumn);
        if (features.isEmpty()) {
            throw new DataException(file.name() + " has no column beside \"" + labelColumn + "\"");
        }
        var found = new TreeSet<String>();
        try (CsvRows rows = file.rows(List.of(), Optional.of(labelColumn), range)) {
            while (rows.next()) {
                found.add(rows.label());
            }
        }
        if (found.isEmpty()) {
            throw new DataException(file.name() + " has no rows in " + range);
        }
        return new CsvSamples(file, labelColumn, range, features, List.copyOf(found));
    }

    /**
     * Rows to hold a model against: its features by name, its labels in its order.
     *
     * @throws DataException if a column is not there; a label that the model does not know shows when it is reached
     */
    public static CsvSamples toEvaluate(
            CsvFile file, String labelColumn, RowRange range, List<String> featureNames, List<String> labels) {
        file.rows(featureNames, Optional.of(labelColumn), range).close();
        return new CsvSamples(file, labelColumn, range, featureNames, labels);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public void forEach(Visitor visitor) {
        try (CsvRows rows = file.rows(featureNames, Optional.of(labelColumn), range)) {
            while (rows.next()) {
                Integer label = indexOfLabel.get(rows.label());
                if (label == null) {
                    throw new DataException(file.name() + ", row " + rows.number() + ", column \"" + labelColumn
                            + "\" is \"" + rows.label() + "\", must be one of " + labels);
                }
                visitor.row(rows.features(), label);
            }
        }
    }
}
