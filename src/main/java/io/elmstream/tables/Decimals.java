package io.elmstream.tables;

import java.util.Locale;
import java.util.Set;

/** Numbers as tables write them: plain decimal ones only; Java would also accept 0x1p3, 1f and 1d. */
public final class Decimals {

    /** What people write where a value is missing, in upper case. */
    private static final Set<String> MISSING =
            Set.of("?", "-", "--", ".", "NA", "N/A", "#N/A", "NULL", "NONE", "NIL", "MISSING", "UNKNOWN");

    private Decimals() {}

    /** Returns whether a plain decimal number may contain this character. */
    static boolean mayContain(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    /** Returns how to write a number that is none as it stands, as the rest of a sentence; may be empty. */
    static String hint(String field) {
        if (field.matches("[-+]?[0-9.]*,[0-9]+")) {
            return ", with a point and no comma";
        }
        if (MISSING.contains(field.toUpperCase(Locale.ROOT))) {
            return "; if it stands for a missing value, say so with --na \"" + field + "\"";
        }
        return field.toLowerCase(Locale.ROOT).contains("inf") ? ", and a finite one" : "";
    }

    /** Returns whether a text has no other characters than those of plain decimal numbers. */
    public static boolean isDecimal(String field) {
        return field.chars().allMatch(c -> mayContain((char) c));
    }
}
