package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.elm.ShortList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The current row of a pass over a table. */
public final class TableRow implements RowSink {

    private final Wanted wanted;
    private final RowRange range;
    private final Predicate<TableRow> visitor;
    private final float[] features;
    private final double[] exact;
    private TableSource file;
    private RowSource source;
    private List<ColumnType> types = List.of();
    private @Nullable Object[] kept = NOTHING;
    private long bytesBefore;
    private long number;
    private long numberInFile;
    private boolean found;
    private boolean done;
    private @Nullable RuntimeException failure;

    @SuppressWarnings("NullAway.Init") // a row is of the file that begin() names
    TableRow(Wanted wanted, RowRange range, boolean exact, Predicate<TableRow> visitor) {
        this.wanted = wanted;
        this.range = range;
        this.visitor = visitor;
        this.features = new float[wanted.features().size()];
        this.exact = exact ? new double[features.length] : NOT_EXACT;
    }

    /** Returns the number of the row, starting with 1 and counted through all files. */
    public long number() {
        return number;
    }

    /** Returns where the row is in its file, for messages. */
    String place() {
        return file.place(numberInFile);
    }

    /** Returns the file that the row is in. */
    TableSource file() {
        return file;
    }

    /** Returns the number of bytes read from the files, compressed if they are, which may be ahead of the row. */
    public long bytesRead() {
        return bytesBefore + source.bytesRead();
    }

    /** Returns the features of the row, NaN where they are missing; the array is reused for the next row. */
    public float[] features() {
        return features;
    }

    /** Returns the features before they are rounded to floats, if that was asked for; reused for the next row. */
    @Override
    public double[] exact() {
        return exact;
    }

    /** Returns the text of a column, empty where there is no value. */
    public String text(String column) {
        return text(wanted.kept().indexOf(column));
    }

    String text(int column) {
        return types.get(column).text(kept[column]);
    }

    /**
     * Returns the class label in a column.
     *
     * @throws DataException if it is empty
     */
    public String label(String column) {
        String label = text(column);
        if (label.isBlank()) {
            throw at(column, "is empty, must be a class label");
        }
        if (label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
            throw at(column, "contains a line break: is the closing quotation mark missing?");
        }
        if (label.indexOf('\0') >= 0) {
            throw at(column, "contains a zero byte: this is not a text file");
        }
        return label;
    }

    /** Returns whether there is a class label in a column. */
    boolean isLabelled(String column) {
        return !text(column).isBlank();
    }

    /**
     * Checks that no feature is missing.
     *
     * @param otherwise what to do if one is, for the message
     * @throws DataException if one is
     */
    void requireComplete(String otherwise) {
        for (int j = 0; j < features.length; j++) {
            if (Float.isNaN(features[j])) {
                String feature = wanted.features().get(j);
                boolean number = file.columns().contains(feature);
                throw at(
                        number
                                ? feature
                                : Category.columnOf(feature, file.columns()).orElse(feature),
                        number
                                ? "is empty or NaN, must be a number; " + otherwise
                                : "is empty, or none of its values that the model knows; " + otherwise);
            }
        }
    }

    /** Returns the failure to throw for what is wrong with the value of a column. */
    public DataException at(String column, String problem) {
        return file.name().problem(", " + place() + ", column \"" + column + "\" " + problem);
    }

    void begin(TableSource next, RowSource pass) {
        file = next;
        source = pass;
        types = pass.kept();
        numberInFile = 0;
    }

    /** Ends a file; throws what ended the pass. */
    void end() {
        bytesBefore += source.bytesRead();
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns whether there was a row in the range. */
    boolean isFound() {
        return found;
    }

    /** Returns whether no further row is needed. */
    boolean isDone() {
        return done;
    }

    @Override
    public void row(float[] rows, int at, @Nullable Object[] values) {
        if (isInRange()) {
            System.arraycopy(rows, at, features, 0, features.length);
            kept = values;
            found = true;
            visit();
        }
    }

    @Override
    public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) {
        if (isInRange()) {
            boolean noNumber = reason == RowFault.NOT_A_NUMBER || reason == RowFault.NOT_FINITE;
            String written = noNumber && value != null ? "is \"" + ShortList.shortened(value) + "\", " : "";
            String text = written.isEmpty() || !message.startsWith("is ") ? message : message.substring(3);
            fail(field == null ? file.name().problem(", " + place() + " " + text) : at(field, written + text));
        }
    }

    @Override
    public void empty() {
        isInRange();
    }

    /** Counts a row, and returns whether it is one to visit. */
    private boolean isInRange() {
        if (done) {
            return false;
        }
        number++;
        numberInFile++;
        boolean in = range.contains(number);
        // the rest of its part is passed over
        done = number > range.last();
        return in;
    }

    private void visit() {
        try {
            done = !visitor.test(this) || number == range.last();
        } catch (RuntimeException e) {
            // kept from the reading of the file, which would take it for its own
            fail(e);
        }
    }

    private void fail(RuntimeException why) {
        failure = why;
        done = true;
    }
}
