package io.elmstream.data;

import io.elmstream.elm.Samples;
import io.elmstream.elm.ShortList;
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
    private final Optional<String> labelColumn;
    private final boolean gaps;
    private final Optional<String> incomplete;
    private final RowRange range;
    private final List<String> featureNames;
    private final List<String> labels;
    private final List<String> warnings;
    private final long rows;
    private final long labelledRows;
    private final long bytes;
    private long bytesRead;
    private final Map<String, Integer> indexOfLabel = new HashMap<>();

    private CsvSamples(
            CsvFile file,
            Optional<String> labelColumn,
            boolean gaps,
            Optional<String> incomplete,
            RowRange range,
            List<String> featureNames,
            List<String> labels,
            List<String> warnings,
            long rows,
            long labelledRows,
            long bytes) {
        this.file = file;
        this.labelColumn = labelColumn;
        this.gaps = gaps;
        this.incomplete = incomplete;
        this.range = range;
        this.featureNames = List.copyOf(featureNames);
        this.labels = List.copyOf(labels);
        this.warnings = List.copyOf(warnings);
        this.rows = rows;
        this.labelledRows = labelledRows;
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
            throw file.problem(" has no column other than \"" + labelColumn + "\"");
        }
        Labels labels = new Labels(file, labelColumn);
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
        return new CsvSamples(
                file,
                Optional.of(labelColumn),
                false,
                Optional.empty(),
                range,
                features,
                labels.found(),
                warnings,
                count,
                count,
                bytes);
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
        return uncounted(file, Optional.of(labelColumn), false, range, featureNames, labels);
    }

    /**
     * Returns rows for a teacher to label: its features by name, its labels in its order. A row whose field in the
     * label column is empty has the label {@link Samples#UNKNOWN}, and so has every row without that column.
     *
     * @param bytesRead receives the number of bytes read so far, row by row
     * @throws DataException if a column does not exist, a label is unknown to the teacher, the range has no rows, or a
     *     field is invalid
     */
    public static CsvSamples toLabel(
            CsvFile file,
            Optional<String> labelColumn,
            RowRange range,
            List<String> featureNames,
            List<String> labels,
            LongConsumer bytesRead) {
        List<String> needed = new ArrayList<>(featureNames);
        labelColumn.ifPresent(needed::add);
        file.requireColumns(needed);
        CsvSamples uncounted = uncounted(file, labelColumn, true, range, featureNames, labels);
        long[] count = new long[2];
        uncounted.forEach((features, label) -> {
            count[0]++;
            count[1] += label == UNKNOWN ? 0 : 1;
            bytesRead.accept(uncounted.bytesRead());
        });
        return new CsvSamples(
                file,
                labelColumn,
                true,
                Optional.empty(),
                range,
                featureNames,
                labels,
                List.of(),
                count[0],
                count[1],
                uncounted.bytesRead());
    }

    private static CsvSamples uncounted(
            CsvFile file,
            Optional<String> labelColumn,
            boolean gaps,
            RowRange range,
            List<String> featureNames,
            List<String> labels) {
        return new CsvSamples(
                file, labelColumn, gaps, Optional.empty(), range, featureNames, labels, List.of(), 0, 0, 0);
    }

    /**
     * Returns the same rows, but a pass fails at a feature that is empty or NaN.
     *
     * @param otherwise what the user can do, for the message
     */
    public CsvSamples requiringNumbers(String otherwise) {
        return new CsvSamples(
                file,
                labelColumn,
                gaps,
                Optional.of(otherwise),
                range,
                featureNames,
                labels,
                warnings,
                rows,
                labelledRows,
                bytes);
    }

    /**
     * Returns rows of any file to evaluate a model of these rows on: the same features and labels, and the same rule
     * for missing values.
     *
     * @throws DataException as {@link #toEvaluate}
     */
    public CsvSamples others(CsvFile other, String otherLabelColumn, RowRange otherRange) {
        CsvSamples others = toEvaluate(other, otherLabelColumn, otherRange, featureNames, labels);
        return incomplete.map(others::requiringNumbers).orElse(others);
    }

    /**
     * Returns where a row is, for messages: file, row and line. Reads the file up to it.
     *
     * @param nth the number of the row in a pass, from 1
     */
    public String place(long nth) {
        try (CsvRows row = file.rows(List.of(), Optional.empty(), range)) {
            for (long i = 0; i < nth; i++) {
                row.next();
            }
            return file.name() + ", " + row.place();
        }
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

    /** Returns the number of those with a label. */
    public long labelledRows() {
        return labelledRows;
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
        try (CsvRows row = file.rows(featureNames, labelColumn, range)) {
            while (row.next()) {
                bytesRead = before + row.bytesRead();
                incomplete.ifPresent(row::requireComplete);
                visitor.row(row.features(), gaps && !row.isLabelled() ? UNKNOWN : label(row));
            }
        }
    }

    private int label(CsvRows row) {
        Integer label = indexOfLabel.get(row.label());
        if (label == null) {
            throw file.problem(", " + row.place() + ", column \"" + labelColumn.orElse("") + "\" is \""
                    + ShortList.shortened(row.label()) + "\", must be one of " + ShortList.inBrackets(labels)
                    + (gaps ? ", or empty" : ""));
        }
        return label;
    }
}
