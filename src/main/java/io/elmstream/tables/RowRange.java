package io.elmstream.tables;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of rows of a file, counted from 1 for the first row below the header.
 *
 * @param first the first row, 1 or more
 * @param last the last row, inclusive, not below first
 */
public record RowRange(long first, long last) {

    /** All rows, however many there are. */
    public static final RowRange ALL = new RowRange(1, Long.MAX_VALUE);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");

    public RowRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "row range is " + first + ".." + last + ", must be A..B with 1 <= A <= B");
        }
    }

    /**
     * Parses {@code A..B}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static RowRange parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("row range is \"" + text + "\", must be A..B, for example 1..43500");
        }
        return new RowRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    /** Returns whether the range contains this row. */
    public boolean contains(long row) {
        return first <= row && row <= last;
    }

    /** Returns whether some row is in both ranges. */
    public boolean overlaps(RowRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return last == Long.MAX_VALUE ? first + ".." : first + ".." + last;
    }
}
