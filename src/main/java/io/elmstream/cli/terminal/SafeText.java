package io.elmstream.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text as a terminal may have it. Labels, names and keys come from strangers, and may hold characters that move the
 * cursor, rename the window, answer for the user or turn the direction of writing; those are written as escapes, which
 * are valid in JSON too.
 */
final class SafeText {

    /**
     * Control characters (C0, DEL, C1), separators of lines and paragraphs, and what changes the direction of writing.
     */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e"
            + "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]|[\\x{e0000}-\\x{e007f}]");

    private SafeText() {}

    /** One line, whatever it holds. */
    static String of(String text) {
        return UNSAFE.matcher(text)
                .replaceAll(found ->
                        found.group().chars().mapToObj("\\\\u%04x"::formatted).reduce("", String::concat));
    }
}
