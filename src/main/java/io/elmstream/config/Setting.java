package io.elmstream.config;

import java.util.List;

/**
 * A value that was given for a key.
 *
 * @param key as the reference writes it
 * @param value a String, or a List of Strings where the file has a list
 * @param origin where it was given, for example {@code elmstream.yaml, line 3}
 */
record Setting(String key, Object value, String origin) {

    /** Key, value and origin for a message; a secret's value is masked. */
    String described() {
        return key + " is " + shown() + " (" + origin + ")";
    }

    /** The value as text; the elements of a list are separated by commas. */
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
