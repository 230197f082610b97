package io.elmstream.scoring;

import com.fasterxml.jackson.core.io.NumberInput;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.elmstream.data.Decimals;
import io.elmstream.scoring.RejectedRow.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the fields of CSV rows from the parser's buffer, and makes an object only of those that are kept. */
final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<Boolean> {

    /** The character that stands for bytes that are invalid in the encoding. */
    private static final char INVALID = '\ufffd';

    /** What to do with each column of a file. */
    static final class Places {

        private static final int NONE = -1;

        private final List<String> names;
        private final int[] feature;
        private final int[] kept;
        private final int features;
        private final int keeps;

        /**
         * Creates the places.
         *
         * @param names the columns
         * @param columns the places of the features, then those of the kept columns
         * @param features the number of features
         */
        Places(List<String> names, int[] columns, int features) {
            this.names = names;
            this.features = features;
            this.keeps = columns.length - features;
            this.feature = new int[names.size()];
            this.kept = new int[names.size()];
            Arrays.fill(feature, NONE);
            Arrays.fill(kept, NONE);
            for (int i = 0; i < columns.length; i++) {
                (i < features ? feature : kept)[columns[i]] = i < features ? i : i - features;
            }
        }
    }

    private final Places places;
    private final RowSink rows;
    private final float[] features;
    private @Nullable Object[] kept;
    private boolean header;
    private @Nullable Reason reason;
    private @Nullable String field;
    private @Nullable String value;
    private String message = "";

    /** @param header whether the first row is the header */
    CsvRowHandler(Places places, RowSink rows, boolean header) {
        this.places = places;
        this.rows = rows;
        this.header = header;
        this.features = new float[places.features];
        this.kept = new Object[places.keeps];
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        if (header || index >= places.names.size()) {
            return;
        }
        int feature = places.feature[index];
        if (feature >= 0) {
            features[feature] = number(index, buffer, offset, length);
        }
        int keep = places.kept[index];
        if (keep >= 0) {
            String text = new String(buffer, offset, length);
            if (text.indexOf(INVALID) >= 0) {
                refuse(
                        Reason.UNREADABLE,
                        index,
                        text,
                        "has bytes that are not valid in the encoding of the file; name it, such as --charset"
                                + " windows-1252");
            }
            kept[keep] = text;
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (header) {
            header = false;
            return true;
        }
        try {
            if (getFieldCount() != places.names.size()) {
                rows.rejected(
                        Reason.WRONG_WIDTH,
                        null,
                        null,
                        "has " + getFieldCount() + " fields, the header has " + places.names.size());
            } else if (reason != null) {
                rows.rejected(reason, field, value, message);
            } else {
                rows.row(features, 0, kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reason = null;
        if (places.keeps > 0) {
            kept = new Object[places.keeps];
        }
        return true;
    }

    /** Reads a number as training does. */
    private float number(int column, char[] buffer, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && Character.isWhitespace(buffer[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(buffer[to - 1])) {
            to--;
        }
        boolean decimal = true;
        for (int i = from; i < to; i++) {
            decimal &= Decimals.mayContain(buffer[i]);
        }
        if (from == to || (!decimal && isNan(buffer, from, to))) {
            return Float.NaN;
        }
        if (decimal) {
            try {
                float number = NumberInput.parseFloat(buffer, from, to - from, true);
                if (Float.isInfinite(number)) {
                    refuse(
                            Reason.NOT_FINITE,
                            column,
                            new String(buffer, offset, length),
                            "must be a number that a 32-bit float can hold, 3.4e38 at most");
                }
                return number;
            } catch (NumberFormatException e) {
                // as any other text that is no number
            }
        }
        String written = new String(buffer, offset, length);
        refuse(Reason.NOT_A_NUMBER, column, written, "must be a number" + Decimals.hint(written.strip()));
        return Float.NaN;
    }

    private static boolean isNan(char[] buffer, int from, int to) {
        return to - from == 3 && new String(buffer, from, 3).equalsIgnoreCase("nan");
    }

    /** Remembers the first thing that is wrong with the row. */
    private void refuse(Reason why, int column, String written, String words) {
        if (reason == null) {
            reason = why;
            field = places.names.get(column);
            value = written;
            message = words;
        }
    }
}
