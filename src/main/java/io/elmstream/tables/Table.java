package io.elmstream.tables;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One file, or several with the same columns, whose rows follow each other. */
public final class Table {

    private final List<TableSource> files;

    private Table(List<TableSource> files) {
        this.files = files;
    }

    /**
     * Returns a table.
     *
     * @param files one or more, in the order of their rows
     */
    public static Table of(List<? extends TableSource> files) {
        return new Table(List.copyOf(files));
    }

    /** Returns the table in a file. */
    public static Table of(TableSource file) {
        return new Table(List.of(file));
    }

    /** Returns the files, in the order of their rows. */
    public List<TableSource> files() {
        return files;
    }

    /** Returns how messages name the table: by its first file. */
    public FileName name() {
        return first().name();
    }

    /** Returns the names of the columns of the first file, from left to right. */
    public List<String> columns() {
        return first().columns();
    }

    /** Returns all columns except the given one, which must exist. */
    public List<String> columnsWithout(String label) {
        requireColumns(List.of(label));
        return columns().stream().filter(column -> !column.equals(label)).toList();
    }

    /** Returns the columns that no feature is made of, and that are not among the others. */
    public List<String> columnsBeside(Collection<String> features, Collection<String> others) {
        Set<String> known = new HashSet<>(others);
        for (String feature : features) {
            known.add(
                    columns().contains(feature)
                            ? feature
                            : Category.columnOf(feature, columns()).orElse(feature));
        }
        return columns().stream().filter(column -> !known.contains(column)).toList();
    }

    /**
     * Checks that each file has the columns of these features.
     *
     * @throws DataException if one is missing
     */
    public void requireColumns(List<String> features) {
        files.forEach(file -> Uses.of(file, new Wanted(features, List.of(), false)));
    }

    /**
     * Returns rows, which can be passed over again and again.
     *
     * @param features the features of a row, in their order
     * @param texts the columns to read as texts besides, such as a label or a time
     * @param range the rows, counted through all files
     * @throws DataException if a column is not in a file
     */
    public TableRows rows(List<String> features, List<String> texts, RowRange range) {
        return rows(features, texts, range, false);
    }

    /** Does the same, with one text: the label. */
    public TableRows rows(List<String> features, Optional<String> label, RowRange range) {
        return rows(features, label.stream().toList(), range, false);
    }

    /** @param exact whether a row also has its numbers before they are rounded to floats */
    TableRows rows(List<String> features, List<String> texts, RowRange range, boolean exact) {
        Wanted wanted = new Wanted(features, texts.stream().distinct().toList(), false);
        files.forEach(file -> Uses.of(file, wanted));
        return new TableRows(this, wanted, range, exact);
    }

    /**
     * Opens a pass over all rows, in parts that several threads may read.
     *
     * @param wanted what to read of a row
     * @param partSize about the characters or bytes of a part, where the form leaves a choice
     * @throws DataException if a column is not in a file, or has another type in one
     */
    public RowSource open(Wanted wanted, int partSize) throws IOException {
        return files.size() == 1 ? first().open(wanted, partSize) : new JoinedSource(files, wanted, partSize);
    }

    /** Returns what was found out about how the files are written, in a few words each. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        files.forEach(file -> file.findings().stream()
                .filter(finding -> !findings.contains(finding))
                .forEach(findings::add));
        return findings;
    }

    /** Returns whether values of a column can be read at all. */
    boolean isReadable(String column) {
        return first().isReadable(column);
    }

    /** Returns whether a text stands for a missing value. */
    boolean isMissing(String text) {
        String stripped = text.strip();
        return stripped.isEmpty()
                || stripped.equalsIgnoreCase("nan")
                || first().missing().contains(stripped);
    }

    /** Returns the failure to throw for what is wrong with the table; the text follows its name. */
    DataException problem(String text) {
        return name().problem(text);
    }

    private TableSource first() {
        return files.get(0);
    }
}
