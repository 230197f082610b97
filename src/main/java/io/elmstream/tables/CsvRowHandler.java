package io.elmstream.tables;

import com.fasterxml.jackson.core.io.NumberInput;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.elmstream.elm.Counted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the fields of CSV rows from the parser's buffer, and makes an object only of those that are kept. */
final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<Boolean> {

    /** The character that stands for bytes that are invalid in the encoding. */
    static final char INVALID = '\ufffd';

    /** What to do with each column of a file. */
    static final class Places {

        private static final int CATEGORY = -2;

        private final List<String> names;
        private final Dialect dialect;
        private final int[] feature;
        private final @Nullable Category[] category;
        private final int[] kept;
        private final int features;
        private final int keeps;
        private final boolean hasPoints;
        private final int longestMissing;

        /** @param names the columns */
        Places(List<String> names, Uses uses, Dialect dialect) {
            this.names = names;
            this.dialect = dialect;
            this.features = uses.features();
            this.keeps = uses.keeps();
            this.category = new Category[names.size()];
            List<Uses.Use> inOrder = uses.inOrder(names);
            for (int i = 0; i < category.length; i++) {
                category[i] = inOrder.get(i).category();
            }
            this.feature = inOrder.stream()
                    .mapToInt(use -> use.category() == null ? use.feature() : CATEGORY)
                    .toArray();
            this.kept = inOrder.stream().mapToInt(Uses.Use::kept).toArray();
            this.hasPoints = dialect.decimal() == '.';
            this.longestMissing =
                    dialect.missing().stream().mapToInt(String::length).max().orElse(0);
        }

        int keeps() {
            return keeps;
        }
    }

    private final Places places;
    private final RowSink rows;
    private final float[] features;
    private final double[] exact;
    private @Nullable Object[] kept;
    private boolean header;
    private @Nullable RowFault reason;
    private @Nullable String field;
    private @Nullable String value;
    private String message = "";

    /** @param header whether the first row is the header */
    CsvRowHandler(Places places, RowSink rows, boolean header) {
        this.places = places;
        this.rows = rows;
        this.header = header;
        this.exact = rows.exact();
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
            number(index, feature, buffer, offset, length);
        } else if (feature == Places.CATEGORY) {
            category(index, new String(buffer, offset, length));
        }
        int keep = places.kept[index];
        if (keep >= 0) {
            String text = new String(buffer, offset, length);
            if (text.indexOf(INVALID) >= 0) {
                refuse(
                        RowFault.UNREADABLE,
                        index,
                        text,
                        "has bytes that are not valid " + places.dialect.charset()
                                + "; name the encoding of the file, such as --charset windows-1252");
            }
            kept[keep] = text;
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() == RecordType.COMMENT) {
            return true;
        }
        if (header) {
            header = false;
            return true;
        }
        try {
            if (getFieldCount() != places.names.size()) {
                rows.rejected(
                        RowFault.WRONG_WIDTH,
                        null,
                        null,
                        "has " + Counted.of(getFieldCount(), "field") + ", the header has " + places.names.size());
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

    private void category(int column, String written) {
        String text = written.strip();
        Category category = Objects.requireNonNull(places.category[column]);
        category.encode(isMissing(text) ? null : text, features, 0);
    }

    private boolean isMissing(String text) {
        return text.isEmpty()
                || text.equalsIgnoreCase("nan")
                || places.dialect.missing().contains(text);
    }

    private void number(int column, int feature, char[] buffer, int offset, int length) {
        if (!isPlainNumber(feature, buffer, offset, offset + length)) {
            number(column, feature, new String(buffer, offset, length));
        }
    }

    /** Takes a field as most are: nothing, or a number with a point. Returns whether it is one. */
    private boolean isPlainNumber(int feature, char[] buffer, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(buffer[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(buffer[to - 1])) {
            to--;
        }
        if (from == to) {
            put(feature, Float.NaN, Double.NaN);
            return true;
        }
        boolean plain = places.hasPoints && to - from > places.longestMissing;
        for (int i = from; i < to; i++) {
            plain &= Decimals.mayContain(buffer[i]);
        }
        if (!plain) {
            return false;
        }
        try {
            float number = NumberInput.parseFloat(buffer, from, to - from, true);
            put(feature, number, exact.length == 0 ? number : NumberInput.parseDouble(buffer, from, to - from, true));
            return !Float.isInfinite(number);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Takes any other field. */
    private void number(int column, int feature, String written) {
        put(feature, Float.NaN, Double.NaN);
        String text = written.strip();
        if (isMissing(text)) {
            return;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            int value = text.equalsIgnoreCase("true") ? 1 : 0;
            put(feature, value, value);
            return;
        }
        // without thousands: where a comma is the decimal point, a point is as wrong as a comma elsewhere
        String number = places.hasPoints ? text : text.indexOf('.') >= 0 ? "" : text.replace(',', '.');
        if (Decimals.isDecimal(number)) {
            try {
                put(feature, Float.parseFloat(number), Double.parseDouble(number));
                if (Float.isInfinite(features[feature])) {
                    refuse(
                            RowFault.NOT_FINITE,
                            column,
                            written,
                            "must be a number that a 32-bit float can hold, 3.4e38 at most");
                }
                return;
            } catch (NumberFormatException e) {
                // as any other text that is no number
            }
        }
        boolean point = !places.hasPoints && text.indexOf('.') >= 0;
        String hint = point ? ", with a decimal comma and no point" : Decimals.hint(text);
        refuse(RowFault.NOT_A_NUMBER, column, written, "must be a number" + hint);
    }

    private void put(int feature, float number, double before) {
        features[feature] = number;
        if (exact.length > 0) {
            exact[feature] = before;
        }
    }

    /** Remembers the first thing that is wrong with the row. */
    private void refuse(RowFault why, int column, String written, String words) {
        if (reason == null) {
            reason = why;
            field = places.names.get(column);
            value = written;
            message = words;
        }
    }
}
