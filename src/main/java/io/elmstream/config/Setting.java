package io.elmstream.config;

import java.util.List;

/**
 * A value that the user set for a key.
 *
 * @param key the key, as in the reference
 * @param value a String, or a List of Strings if the file contains a list
 * @param origin where it was set, for example {@code elmstream.yaml, line 3}
 */
record Setting(String key, Object value, String origin) {

    /** Returns key, value and origin for a message; the value of a secret is masked. */
    String described() {
        return key + " is " + shown() + " (" + origin + ")";
    }

    /** Returns the value as text; the elements of a list are separated by commas. */
    String text() {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    private String shown() {
        String text = value instanceof List<?> ? value.toString() : "\"" + value + "\"";
        return Secrets.masked(key, text);
    }
}
