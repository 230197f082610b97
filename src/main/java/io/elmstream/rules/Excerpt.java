package io.elmstream.rules;

/** The beginning of a text, for messages. */
final class Excerpt {

    private static final int CHARACTERS = 24;

    private Excerpt() {}

    /** Returns the text, shortened if it is long. */
    static String of(String text) {
        return text.codePointCount(0, text.length()) <= CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, CHARACTERS)).stripTrailing() + "...";
    }
}
