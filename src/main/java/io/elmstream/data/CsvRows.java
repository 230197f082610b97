package io.elmstream.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
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
    private long number;
    private String label = "";

    CsvRows(CsvFile file, CsvReader<CsvRecord> reader, int[] indices, int labelIndex, RowRange range) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        this.indices = indices;
        this.labelIndex = labelIndex;
        this.range = range;
        this.features = new float[indices.length];
        nextRecord();
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one in the range
     * @throws DataException if the row has too many or too few fields, or a feature is not a number
     */
    public boolean next() {
        while (number < range.last()) {
            CsvRecord record = nextRecord();
            if (record == null) {
                return false;
            }
            number++;
            if (range.contains(number)) {
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
            features[j] = number(record.getField(indices[j]), indices[j]);
        }
        if (labelIndex >= 0) {
            label = record.getField(labelIndex);
            if (label.isEmpty()) {
                throw at(labelIndex, "is empty, must be a class label");
            }
        }
    }

    private float number(String field, int column) {
        if (field.isEmpty()) {
            return Float.NaN;
        }
        float value;
        try {
            value = Float.parseFloat(field);
        } catch (NumberFormatException e) {
            throw at(column, "is \"" + field + "\", must be a number");
        }
        if (Float.isInfinite(value)) {
            throw at(column, "is \"" + field + "\", must be a finite number");
        }
        return value;
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
