package io.elmstream.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file, one after the other: {@code while (rows.next()) ... rows.features() ...}. */
public final class CsvRows implements AutoCloseable {

    private final CsvFile file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final int[] indices;
    private final int labelIndex;
    private final RowRange range;
    private final float[] features;
    private final double[] exact;
    private long number;
    private boolean found;
    private String label = "";

    CsvRows(CsvFile file, CsvReader<CsvRecord> reader, int[] indices, int labelIndex, RowRange range) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        this.indices = indices;
        this.labelIndex = labelIndex;
        this.range = range;
        this.features = new float[indices.length];
        this.exact = new double[indices.length];
        nextRecord();
    }

    /**
     * Goes to the next row.
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
                take(record);
                return true;
            }
        }
        return false;
    }

    /** The number of the row, 1 for the first below the header. */
    public long number() {
        return number;
    }

    /** The features of the row, NaN where the field is empty; the array is used again for the next row. */
    public float[] features() {
        return features;
    }

    /**
     * The features of the row as the file has them, before they become floats; the array is used again for the next
     * row.
     */
    double[] exact() {
        return exact;
    }

    /** The class label of the row, empty if no label column was asked for. */
    public String label() {
        return label;
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
            throw new DataException(file.name() + ", row " + number + " has " + record.getFieldCount()
                    + " fields, the header has " + file.columns().size());
        }
        for (int j = 0; j < indices.length; j++) {
            number(record.getField(indices[j]), j);
        }
        if (labelIndex >= 0) {
            label = record.getField(labelIndex);
            requireLabel();
        }
    }

    private void requireFound() {
        if (!found) {
            throw new DataException(file.name() + " has "
                    + (number == 0 ? "no rows below its header" : number + " rows, and none in " + range));
        }
    }

    private void requireLabel() {
        if (label.isBlank()) {
            throw at(labelIndex, "is empty, must be a class label");
        }
        if (label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
            throw at(labelIndex, "has a line break in it: is a quotation mark missing at its end?");
        }
        if (label.indexOf('\0') >= 0) {
            throw at(labelIndex, "has a zero byte in it: this is no text");
        }
        file.requireDecoded(
                label, "row " + number + ", column \"" + file.columns().get(labelIndex) + "\"");
    }

    /** Plain decimal numbers only: Java would also take 0x1p3, 1f and 1d. */
    private void number(String written, int j) {
        String field = written.strip();
        if (field.isEmpty() || field.equalsIgnoreCase("nan")) {
            features[j] = Float.NaN;
            exact[j] = Double.NaN;
            return;
        }
        if (!isDecimal(field)) {
            throw at(indices[j], "is \"" + written + "\", must be a number" + hint(field));
        }
        try {
            features[j] = Float.parseFloat(field);
            exact[j] = Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw at(indices[j], "is \"" + written + "\", must be a number");
        }
        if (Float.isInfinite(features[j])) {
            throw at(
                    indices[j],
                    "is \"" + written + "\", must be a number that a 32-bit float can hold, 3.4e38 at most");
        }
    }

    private static boolean isDecimal(String field) {
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
                return false;
            }
        }
        return true;
    }

    private static String hint(String field) {
        if (field.matches("[-+]?[0-9.]*,[0-9]+")) {
            return ", with a point and no comma";
        }
        return field.toLowerCase(Locale.ROOT).contains("inf") ? ", and a finite one" : "";
    }

    private DataException at(int column, String problem) {
        return new DataException(
                file.name() + ", row " + number + ", column \"" + file.columns().get(column) + "\" " + problem);
    }

    private @Nullable CsvRecord nextRecord() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | CsvParseException e) {
            throw file.unreadable(e);
        }
    }
}
