package io.elmstream.edge;

import java.util.ArrayList;
import java.util.List;

/** The fields of a line of CSV (RFC 4180), without line breaks within a field. */
final class CsvLine {

    private static final char QUOTE = '"';

    private final String line;
    private int at;

    private CsvLine(String line) {
        this.line = line;
    }

    /** Returns the fields of a line, which are one more than its commas outside of quotation marks. */
    static List<String> fields(String line) throws BadLineException {
        CsvLine rest = new CsvLine(line);
        List<String> fields = new ArrayList<>();
        do {
            fields.add(rest.next());
        } while (rest.at++ < line.length());
        return fields;
    }

    /** Returns a field as it is written in a line. */
    static String quoted(String field) {
        boolean plain = field.indexOf(',') < 0
                && field.indexOf(QUOTE) < 0
                && field.strip().equals(field);
        return plain ? field : QUOTE + field.replace("\"", "\"\"") + QUOTE;
    }

    /** Reads a field up to its comma. */
    private String next() throws BadLineException {
        if (at == line.length() || line.charAt(at) != QUOTE) {
            int comma = line.indexOf(',', at);
            int from = at;
            at = comma < 0 ? line.length() : comma;
            return line.substring(from, at);
        }
        int opened = at;
        StringBuilder field = new StringBuilder();
        do {
            // after the first round: two quotation marks within a field stand for one
            field.append(at == opened ? "" : "\"");
            int close = line.indexOf(QUOTE, at + 1);
            if (close < 0) {
                throw new BadLineException("has a quotation mark at character " + (opened + 1) + " that is not closed");
            }
            field.append(line, at + 1, close);
            at = close + 1;
        } while (at < line.length() && line.charAt(at) == QUOTE);
        if (at < line.length() && line.charAt(at) != ',') {
            throw new BadLineException("has text after the closing quotation mark at character " + at);
        }
        return field.toString();
    }
}
