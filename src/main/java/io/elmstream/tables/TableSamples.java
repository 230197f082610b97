package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.elm.Samples;
import io.elmstream.elm.ShortList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Labelled rows of a table. Its files are read again for each pass, so memory does not grow with their size. Finding
 * the labels takes a pass before those of the training, because the digest of the training data, which is part of the
 * model file, covers all labels before the first row.
 */
public final class TableSamples implements Samples {

    private final Table table;
    private final Optional<String> labelColumn;
    private final boolean gaps;
    private final Optional<String> incomplete;
    private final RowRange range;
    private final List<String> featureNames;
    private final List<String> labels;
    private final Found found;
    private long bytesRead;
    private final Map<String, Integer> indexOfLabel = new HashMap<>();

    /**
     * What a first pass found.
     *
     * @param rows the number of rows; 0 if they were not counted
     * @param labelledRows the number of those with a label
     * @param bytes the number of bytes that a pass reads
     * @param findings how the columns were understood, in a few words each
     * @param warnings what may be wrong with them, one line each
     */
    private record Found(long rows, long labelledRows, long bytes, List<String> findings, List<String> warnings) {

        static final Found NOTHING = new Found(0, 0, 0, List.of(), List.of());
    }

    private TableSamples(
            Table table,
            Optional<String> labelColumn,
            boolean gaps,
            Optional<String> incomplete,
            RowRange range,
            List<String> featureNames,
            List<String> labels,
            Found found) {
        this.table = table;
        this.labelColumn = labelColumn;
        this.gaps = gaps;
        this.incomplete = incomplete;
        this.range = range;
        this.featureNames = List.copyOf(featureNames);
        this.labels = List.copyOf(labels);
        this.found = found;
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
    public static TableSamples toTrain(Table table, String labelColumn, RowRange range) {
        return toTrain(table, labelColumn, range, Selection.ALL, false, bytes -> {});
    }

    /**
     * Does the same for some columns.
     *
     * @param selection the columns that may be features
     * @param manyClasses whether any number of classes is accepted
     * @param bytesRead receives the number of bytes read so far, row by row
     */
    public static TableSamples toTrain(
            Table table,
            String labelColumn,
            RowRange range,
            Selection selection,
            boolean manyClasses,
            LongConsumer bytesRead) {
        table.requireColumns(List.of(labelColumn));
        List<String> candidates = selection.features(table, Optional.of(labelColumn));
        if (candidates.isEmpty()) {
            throw table.problem(" has no column other than \"" + labelColumn + "\"");
        }
        FeatureColumns columns = FeatureColumns.of(table, candidates, range);
        Labels labels = new Labels(table, labelColumn);
        Floats floats = new Floats(columns.numbers());
        List<CategoryValues> categories = columns.categories().stream()
                .map(column -> new CategoryValues(table, column))
                .toList();
        List<String> texts = new ArrayList<>(columns.categories());
        texts.add(labelColumn);
        long[] read = new long[2];
        table.rows(columns.numbers(), texts, range, true).forEach(row -> {
            String label = row.label(labelColumn);
            labels.add(label);
            floats.row(row.exact());
            categories.forEach(category -> category.add(row.text(category.column()), label));
            read[0]++;
            read[1] = row.bytesRead();
            bytesRead.accept(read[1]);
            return true;
        });
        if (!manyClasses) {
            labels.requireClasses();
        }
        List<String> warnings = new ArrayList<>(labels.lookAlikes());
        warnings.addAll(floats.warnings());
        columns.numbers().stream()
                .filter(String::isBlank)
                .forEach(unnamed ->
                        warnings.add("a column without a name is used as a feature: if it numbers the rows, leave it"
                                + " out (pandas: index=False)"));
        return new TableSamples(
                table,
                Optional.of(labelColumn),
                false,
                Optional.empty(),
                range,
                columns.features(categories),
                labels.found(),
                new Found(read[0], read[0], read[1], columns.findings(categories), warnings));
    }

    /**
     * Returns rows to evaluate a model on: its features by name, its labels in its order.
     *
     * @throws DataException if a column does not exist; a label unknown to the model is reported when it is reached
     */
    public static TableSamples toEvaluate(
            Table table, String labelColumn, RowRange range, List<String> featureNames, List<String> labels) {
        return uncounted(table, Optional.of(labelColumn), false, range, featureNames, labels);
    }

    /**
     * Returns rows for a teacher to label: its features by name, its labels in its order. A row whose field in the
     * label column is empty has the label {@link Samples#UNKNOWN}, and so has every row without that column.
     *
     * @param bytesRead receives the number of bytes read so far, row by row
     * @throws DataException if a column does not exist, a label is unknown to the teacher, the range has no rows, or a
     *     field is invalid
     */
    public static TableSamples toLabel(
            Table table,
            Optional<String> labelColumn,
            RowRange range,
            List<String> featureNames,
            List<String> labels,
            LongConsumer bytesRead) {
        TableSamples uncounted = uncounted(table, labelColumn, true, range, featureNames, labels);
        long[] count = new long[2];
        uncounted.forEach((features, label) -> {
            count[0]++;
            count[1] += label == UNKNOWN ? 0 : 1;
            bytesRead.accept(uncounted.bytesRead());
        });
        Found found = new Found(count[0], count[1], uncounted.bytesRead(), List.of(), List.of());
        return new TableSamples(table, labelColumn, true, Optional.empty(), range, featureNames, labels, found);
    }

    private static TableSamples uncounted(
            Table table,
            Optional<String> labelColumn,
            boolean gaps,
            RowRange range,
            List<String> featureNames,
            List<String> labels) {
        List<String> needed = new ArrayList<>(featureNames);
        labelColumn.ifPresent(needed::add);
        table.requireColumns(needed);
        return new TableSamples(table, labelColumn, gaps, Optional.empty(), range, featureNames, labels, Found.NOTHING);
    }

    /**
     * Returns the same rows, but a pass fails at a feature that is missing.
     *
     * @param otherwise what the user can do, for the message
     */
    public TableSamples requiringNumbers(String otherwise) {
        return new TableSamples(table, labelColumn, gaps, Optional.of(otherwise), range, featureNames, labels, found);
    }

    /**
     * Returns rows of any table to evaluate a model of these rows on: the same features and labels, and the same rule
     * for missing values.
     *
     * @throws DataException as {@link #toEvaluate}
     */
    public TableSamples others(Table other, String otherLabelColumn, RowRange otherRange) {
        TableSamples others = toEvaluate(other, otherLabelColumn, otherRange, featureNames, labels);
        return incomplete.map(others::requiringNumbers).orElse(others);
    }

    /**
     * Returns where a row is, for messages: file, row and line. Reads the files up to it.
     *
     * @param nth the number of the row in a pass, from 1
     */
    public String place(long nth) {
        long[] rows = {0};
        StringBuilder place = new StringBuilder();
        table.rows(List.of(), List.of(), range).forEach(row -> {
            boolean isIt = ++rows[0] == nth;
            if (isIt) {
                place.append(row.file().name()).append(", ").append(row.place());
            }
            return !isIt;
        });
        return place.toString();
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    /** Returns how the columns were understood before a training, in a few words each. */
    public List<String> findings() {
        return found.findings;
    }

    /** Returns warnings about the data before a training, one line each. */
    public List<String> warnings() {
        return found.warnings;
    }

    /** Returns the number of rows to train on; 0 if they were not counted. */
    public long rows() {
        return found.rows;
    }

    /** Returns the number of those with a label. */
    public long labelledRows() {
        return found.labelledRows;
    }

    /** Returns the number of bytes that a pass over the rows to train on reads; 0 if they were not counted. */
    public long bytes() {
        return found.bytes;
    }

    /** Returns the number of bytes that all passes have read so far. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void forEach(Visitor visitor) {
        forEach(List.of(), (row, label) -> visitor.row(row.features(), label));
    }

    /**
     * Passes every row to a visitor with texts besides its features, such as its time.
     *
     * @param texts the columns to read as texts
     */
    public void forEach(List<String> texts, RowVisitor visitor) {
        long before = bytesRead;
        List<String> kept = new ArrayList<>(texts);
        labelColumn.ifPresent(kept::add);
        table.rows(featureNames, kept, range).forEach(row -> {
            bytesRead = before + row.bytesRead();
            incomplete.ifPresent(row::requireComplete);
            visitor.row(row, labelColumn.map(column -> label(row, column)).orElse(UNKNOWN));
            return true;
        });
    }

    /** Visits rows with their labels, one after the other. */
    @FunctionalInterface
    public interface RowVisitor {

        /**
         * Visits one row.
         *
         * @param row is valid during the call only
         * @param label index of its label, or {@link #UNKNOWN}
         */
        void row(TableRow row, int label);
    }

    private int label(TableRow row, String column) {
        if (gaps && !row.isLabelled(column)) {
            return UNKNOWN;
        }
        Integer label = indexOfLabel.get(row.label(column));
        if (label == null) {
            throw row.at(
                    column,
                    "is \"" + ShortList.shortened(row.label(column)) + "\", must be one of "
                            + ShortList.inBrackets(labels) + (gaps ? ", or empty" : ""));
        }
        return label;
    }
}
