package io.elmstream.tables;

import java.util.regex.Pattern;

/** What a column is, by the looks of some of its values. */
final class ColumnLook {

    /** What a column may be. */
    enum Kind {
        NUMBER(""),
        BOOLEAN(""),
        TEXT(""),
        TIME("times"),
        COUNTER("it has no name and counts the rows"),
        NESTED("objects or lists");

        private final String why;

        Kind(String why) {
            this.why = why;
        }

        /** Returns why it is no feature; empty if it is one. */
        String why() {
            return why;
        }
    }

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?|[-+]?(?i:inf(inity)?)");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}(\\.0*)?");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([T ].*)?"
            + "|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})([T ,].*)?"
            + "|[0-9]{1,2}:[0-9]{2}(:[0-9]{2}.*)?");

    /** Fewer values may count by chance. */
    private static final int FEW_ROWS = 5;

    private final boolean unnamed;
    private long values;
    private boolean numbers;
    private boolean booleans = true;
    private boolean times = true;
    private boolean nested = true;
    private boolean counts = true;
    private long first;

    /** @param unnamed whether the column has no name, as the index of a data frame */
    ColumnLook(boolean unnamed) {
        this.unnamed = unnamed;
    }

    /**
     * Adds a value that is not missing.
     *
     * @param row the number of its row, from 0
     */
    void add(String text, long row) {
        values++;
        boolean number = NUMBER.matcher(text).matches();
        numbers |= number;
        booleans &= text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        nested &= text.startsWith("{") || text.startsWith("[");
        times &= !number && TIME.matcher(text).matches();
        counts &= WHOLE.matcher(text).matches();
        if (counts) {
            long whole = (long) Double.parseDouble(text);
            first = values == 1 ? whole - row : first;
            counts = whole - row == first;
        }
    }

    Kind kind() {
        if (unnamed && counts && values >= FEW_ROWS) {
            return Kind.COUNTER;
        }
        if (values == 0 || numbers) {
            // a text among numbers is told of its row
            return Kind.NUMBER;
        }
        return booleans ? Kind.BOOLEAN : times ? Kind.TIME : nested ? Kind.NESTED : Kind.TEXT;
    }
}
