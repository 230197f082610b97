package io.elmstream.data;

import java.util.Locale;

/** Numbers as tables write them: plain decimal ones only; Java would also accept 0x1p3, 1f and 1d. */
public final class Decimals {

    private Decimals() {}

    /** Returns whether a plain decimal number may contain this character. */
    public static boolean mayContain(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    /** Returns how to write a number that is none as it stands, as the rest of a sentence; may be empty. */
    public static String hint(String field) {
        if (field.matches("[-+]?[0-9.]*,[0-9]+")) {
            return ", with a point and no comma";
        }
        return field.toLowerCase(Locale.ROOT).contains("inf") ? ", and a finite one" : "";
    }

    static boolean isDecimal(String field) {
        return field.chars().allMatch(c -> mayContain((char) c));
    }
}
