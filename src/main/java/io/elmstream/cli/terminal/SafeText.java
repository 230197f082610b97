package io.elmstream.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text that is safe to print on a terminal. Labels, names and keys are untrusted and may contain characters that move
 * the cursor, change the window title, simulate input or change the direction of writing; those are replaced with
 * escapes, which are valid in JSON too.
 */
final class SafeText {

    /**
     * Control characters (C0, DEL, C1), line and paragraph separators, and characters that change the direction of
     * writing.
     */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e"
            + "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]|[\\x{e0000}-\\x{e007f}]");

    private SafeText() {}

    /** Returns a text in one line, with unsafe characters escaped. */
    static String of(String text) {
        return UNSAFE.matcher(text)
                .replaceAll(found ->
                        found.group().chars().mapToObj("\\\\u%04x"::formatted).reduce("", String::concat));
    }
}
