package io.elmstream.data;

import io.elmstream.elm.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Labelled rows of a CSV file. The file is read again for each pass, so memory does not grow with its size. Finding the
 * labels takes a pass before those of the training, because the digest of the training data, which is part of the model
 * file, covers all labels before the first row.
 */
public final class CsvSamples implements Samples {

    private final CsvFile file;
    private final String labelColumn;
    private final RowRange range;
    private final List<String> featureNames;
    private final List<String> labels;
    private final List<String> warnings;
    private final long rows;
    private final long bytes;
    private long bytesRead;
    private final Map<String, Integer> indexOfLabel = new HashMap<>();

    private CsvSamples(
            CsvFile file,
            String labelColumn,
            RowRange range,
            List<String> featureNames,
            List<String> labels,
            List<String> warnings,
            long rows,
            long bytes) {
        this.file = file;
        this.labelColumn = labelColumn;
        this.range = range;
        this.featureNames = List.copyOf(featureNames);
        this.labels = List.copyOf(labels);
        this.warnings = List.copyOf(warnings);
        this.rows = rows;
        this.bytes = bytes;
        for (String label : labels) {
            indexOfLabel.put(label, indexOfLabel.size());
        }
    }

    /**
     * Returns rows to train on: every column except the label is a feature, and the labels are those found, sorted.
     *
     * @throws DataException if the column does not exist or does not contain classes, the range has no rows, or a field
     *     is invalid
     */
    public static CsvSamples toTrain(CsvFile file, String labelColumn, RowRange range) {
        return toTrain(file, labelColumn, range, false, bytes -> {});
    }

    /**
     * Does the same.
     *
     * @param manyClasses whether any number of classes is accepted
     * @param bytesRead receives the number of bytes read so far, row by row
     */
    public static CsvSamples toTrain(
            CsvFile file, String labelColumn, RowRange range, boolean manyClasses, LongConsumer bytesRead) {
        List<String> features = file.columnsWithout(labelColumn);
        if (features.isEmpty()) {
            throw new DataException(file.name() + " has no column other than \"" + labelColumn + "\"");
        }
        Labels labels = new Labels(file.name() + ", column \"" + labelColumn + "\"");
        Floats floats = new Floats(features);
        long count = 0;
        long bytes;
        try (CsvRows rows = file.rows(features, Optional.of(labelColumn), range)) {
            while (rows.next()) {
                labels.add(rows.label());
                floats.row(rows.exact());
                count++;
                bytesRead.accept(rows.bytesRead());
            }
            bytes = rows.bytesRead();
        }
        if (!manyClasses) {
            labels.requireClasses();
        }
        List<String> warnings = new ArrayList<>(labels.lookAlikes());
        warnings.addAll(floats.warnings());
        features.stream()
                .filter(String::isBlank)
                .forEach(unnamed ->
                        warnings.add("a column without a name is used as a feature: if it numbers the rows, leave it"
                                + " out (pandas: index=False)"));
        return new CsvSamples(file, labelColumn, range, features, labels.found(), warnings, count, bytes);
    }

    /**
     * Returns rows to evaluate a model on: its features by name, its labels in its order.
     *
     * @throws DataException if a column does not exist; a label unknown to the model is reported when it is reached
     */
    public static CsvSamples toEvaluate(
            CsvFile file, String labelColumn, RowRange range, List<String> featureNames, List<String> labels) {
        List<String> needed = new ArrayList<>(featureNames);
        needed.add(labelColumn);
        file.requireColumns(needed);
        return new CsvSamples(file, labelColumn, range, featureNames, labels, List.of(), 0, 0);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    /** Returns warnings about the data before a training, one line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns the number of rows to train on; 0 if they were not counted. */
    public long rows() {
        return rows;
    }

    /** Returns the number of bytes that a pass over the rows to train on reads; 0 if they were not counted. */
    public long bytes() {
        return bytes;
    }

    /** Returns the number of bytes that all passes have read so far. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void forEach(Visitor visitor) {
        long before = bytesRead;
        try (CsvRows rows = file.rows(featureNames, Optional.of(labelColumn), range)) {
            while (rows.next()) {
                Integer label = indexOfLabel.get(rows.label());
                if (label == null) {
                    throw new DataException(file.name() + ", row " + rows.number() + ", column \"" + labelColumn
                            + "\" is \"" + rows.label() + "\", must be one of " + labels);
                }
                bytesRead = before + rows.bytesRead();
                visitor.row(rows.features(), label);
            }
        }
    }
}
