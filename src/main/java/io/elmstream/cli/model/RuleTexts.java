package io.elmstream.cli.model;

import java.util.regex.Pattern;

/** How commands show parts of rules. */
final class RuleTexts {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private RuleTexts() {}

    /** Returns a condition in one line; in YAML it may be written in several. */
    static String inOneLine(String condition) {
        return SPACE.matcher(condition.strip()).replaceAll(" ");
    }

    /** Returns a number without a point where it is whole. */
    static String number(double value) {
        String text = Float.toString((float) value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
