package io.elmstream.page;

/** Shortens texts that others have written. */
final class Texts {

    private static final int LONGEST = 300;

    private Texts() {}

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
