package io.elmstream.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.elmstream.elm.Counted;
import io.elmstream.elm.ShortList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An iteration over the rows of a CSV file: {@code while (rows.next()) ... rows.features() ...}. */
public final class CsvRows implements AutoCloseable {

    private final CsvFile file;
    private final CsvReader<CsvRecord> reader;
    private final CountedStream bytes;
    private final Iterator<CsvRecord> records;
    private final int[] indices;
    private final int labelIndex;
    private final RowRange range;
    private final float[] features;
    private final double[] exact;
    private long number;
    private long line;
    private boolean found;
    private String label = "";

    CsvRows(
            CsvFile file,
            CsvReader<CsvRecord> reader,
            CountedStream bytes,
            int[] indices,
            int labelIndex,
            RowRange range) {
        this.file = file;
        this.reader = reader;
        this.bytes = bytes;
        this.records = reader.iterator();
        this.indices = indices;
        this.labelIndex = labelIndex;
        this.range = range;
        this.features = new float[indices.length];
        this.exact = new double[indices.length];
        nextRecord();
    }

    /**
     * Moves to the next row.
     *
     * @return whether there is one in the range
     * @throws DataException if the row has too many or too few fields, a feature is not a number, or the file ends
     *     before the range begins
     */
    public boolean next() {
        while (number < range.last()) {
            CsvRecord record = nextRecord();
            if (record == null) {
                requireFound();
                return false;
            }
            number++;
            if (range.contains(number)) {
                found = true;
                line = record.getStartingLineNumber();
                take(record);
                return true;
            }
        }
        return false;
    }

    /** Returns the number of the row, starting with 1 below the header. */
    public long number() {
        return number;
    }

    /** Returns where the row is, for messages: its number and its line in the file. */
    String place() {
        return "row " + number + " (line " + line + ")";
    }

    /** Returns the number of bytes read from the file, compressed if the file is, which may be ahead of the row. */
    public long bytesRead() {
        return bytes.count();
    }

    /** Returns the features of the row, NaN for empty fields; the array is reused for the next row. */
    public float[] features() {
        return features;
    }

    /**
     * Returns the features of the row as in the file, before conversion to float; the array is reused for the next row.
     */
    double[] exact() {
        return exact;
    }

    /** Returns whether the row has a class label: there is a label column, and its field is not empty. */
    public boolean isLabelled() {
        return !label.isBlank();
    }

    /**
     * Returns the class label of the row, empty if no label column was given.
     *
     * @throws DataException if there is a label column, and its field is empty
     */
    public String label() {
        if (labelIndex >= 0 && !isLabelled()) {
            throw at(labelIndex, "is empty, must be a class label");
        }
        return label;
    }

    /**
     * Checks that every feature has a number.
     *
     * @param otherwise what to do if it has none, for the message
     * @throws DataException if a field is empty or NaN
     */
    void requireComplete(String otherwise) {
        for (int j = 0; j < features.length; j++) {
            if (Float.isNaN(features[j])) {
                throw at(indices[j], "is empty or NaN, must be a number; " + otherwise);
            }
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private void take(CsvRecord record) {
        if (record.getFieldCount() != file.columns().size()) {
            throw file.problem(", " + place() + " has " + Counted.of(record.getFieldCount(), "field")
                    + ", the header has " + file.columns().size());
        }
        for (int j = 0; j < indices.length; j++) {
            number(record.getField(indices[j]), j);
        }
        if (labelIndex >= 0) {
            label = record.getField(labelIndex);
            requireText();
        }
    }

    private void requireFound() {
        if (!found) {
            throw file.problem(" has "
                    + (number == 0
                            ? "no rows below its header"
                            : Counted.of(number, "row") + ", and none in " + range));
        }
    }

    private void requireText() {
        if (label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
            throw at(labelIndex, "contains a line break: is the closing quotation mark missing?");
        }
        if (label.indexOf('\0') >= 0) {
            throw at(labelIndex, "contains a zero byte: this is not a text file");
        }
        file.requireDecoded(label, place() + ", column \"" + file.columns().get(labelIndex) + "\"");
    }

    private void number(String written, int j) {
        String field = written.strip();
        if (field.isEmpty() || field.equalsIgnoreCase("nan")) {
            features[j] = Float.NaN;
            exact[j] = Double.NaN;
            return;
        }
        if (!Decimals.isDecimal(field)) {
            throw at(
                    indices[j], "is \"" + ShortList.shortened(written) + "\", must be a number" + Decimals.hint(field));
        }
        try {
            features[j] = Float.parseFloat(field);
            exact[j] = Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw at(indices[j], "is \"" + ShortList.shortened(written) + "\", must be a number");
        }
        if (Float.isInfinite(features[j])) {
            throw at(
                    indices[j],
                    "is \"" + ShortList.shortened(written)
                            + "\", must be a number that a 32-bit float can hold, 3.4e38 at most");
        }
    }

    private DataException at(int column, String problem) {
        return file.problem(", " + place() + ", column \"" + file.columns().get(column) + "\" " + problem);
    }

    private @Nullable CsvRecord nextRecord() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | CsvParseException e) {
            throw file.unreadable(e);
        }
    }
}
