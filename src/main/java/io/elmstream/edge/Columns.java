package io.elmstream.edge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of the input, and where the features of the model are among them. */
final class Columns {

    private static final int MOST_SHOWN = 80;

    private final List<String> names;
    private final int[] features;

    private Columns(List<String> names, int[] features) {
        this.names = List.copyOf(names);
        this.features = features;
    }

    /**
     * Finds the features by name.
     *
     * @param names of the columns, from left to right
     * @param features of the model, in the order of a row
     * @throws BadLineException if a feature is missing, or two columns have the same name
     */
    static Columns of(List<String> names, List<String> features) throws BadLineException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new BadLineException("has two columns \"" + name + "\"; names must differ");
            }
        }
        Columns columns = new Columns(names, new int[features.size()]);
        for (int j = 0; j < columns.features.length; j++) {
            columns.features[j] = columns.indexOf(features.get(j));
        }
        return columns;
    }

    /** Returns the index of a column, which must exist. */
    int indexOf(String name) throws BadLineException {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new BadLineException("has no column \"" + name + "\"; its columns are " + names);
        }
        return index;
    }

    /** Returns the fields of a line, as many as there are columns. */
    List<String> fields(Line line) throws BadLineException {
        if (!line.isWhole()) {
            throw new BadLineException("is longer than " + LineInput.LONGEST + " bytes");
        }
        List<String> fields = CsvLine.fields(line.text());
        if (fields.size() != names.size()) {
            throw new BadLineException("has " + fields.size() + " fields, must have " + names.size());
        }
        return fields;
    }

    /**
     * Reads the features.
     *
     * @param fields of a line
     * @param acceptsMissing whether the model scores a missing feature, which is an empty field or NaN
     * @param row receives one value per feature
     */
    void features(List<String> fields, boolean acceptsMissing, float[] row) throws BadLineException {
        for (int j = 0; j < row.length; j++) {
            row[j] = number(fields.get(features[j]), features[j], acceptsMissing);
        }
    }

    private float number(String written, int column, boolean acceptsMissing) throws BadLineException {
        String field = written.strip();
        if (field.isEmpty() || field.equalsIgnoreCase("nan")) {
            if (acceptsMissing) {
                return Float.NaN;
            }
            throw bad(column, written, "must be a number: the model accepts no missing values");
        }
        float value;
        try {
            value = isDecimal(field) ? Float.parseFloat(field) : Float.NaN;
        } catch (NumberFormatException e) {
            value = Float.NaN;
        }
        if (Float.isNaN(value)) {
            throw bad(column, written, "must be a number");
        }
        if (Float.isInfinite(value)) {
            throw bad(column, written, "must be a number that a 32-bit float can hold, 3.4e38 at most");
        }
        return value;
    }

    /** Returns an error that names a column and its value. */
    BadLineException bad(int column, String value, String must) {
        return new BadLineException("column \"" + names.get(column) + "\" is \"" + shown(value) + "\", " + must);
    }

    /** Returns a value as a message has it: on one line, and not too long. */
    static String shown(String value) {
        String beginning = value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "...";
        return beginning.replaceAll("\\p{Cntrl}", "?");
    }

    /** Leaves out what Java would also accept, such as 0x1p3, 1f and 1d. */
    private static boolean isDecimal(String field) {
        for (int i = 0; i < field.length(); i++) {
            if ("0123456789.+-eE".indexOf(field.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
