package io.elmstream.rules;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parser reports, in the words of who wrote the condition. */
final class SyntaxWords {

    private static final Pattern RESERVED = Pattern.compile("reserved identifier: (\\w+)");
    private static final Pattern NUMBER = Pattern.compile("For input string: \"(-?\\w+)\".*", Pattern.DOTALL);
    private static final Pattern UNKNOWN = Pattern.compile("token recognition error at: '(.+)'", Pattern.DOTALL);
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:extraneous|mismatched) input '(.+?)' expecting .*", Pattern.DOTALL);

    private static final int MAX_DIGITS = 30;

    private static final Pattern NEGATION = Pattern.compile("\\b(not|NOT)$");
    private static final Pattern MISSING = Pattern.compile("missing '(.+?)' at .*", Pattern.DOTALL);

    /** What another language writes, by the word or sign that the parser does not expect. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("and", "and is written &&"),
            Map.entry("or", "or is written ||"),
            Map.entry("AND", "AND is written &&"),
            Map.entry("OR", "OR is written ||"),
            Map.entry("is", "is is written =="),
            Map.entry("in", "in stands between a value and a list of constants; for a feature write features['in']"),
            Map.entry("<EOF>", "it ends too early; a value, a closing bracket or a : is missing"));

    /** The same for what the parser does not know at all; the longest first. */
    private static final List<Map.Entry<String, String>> SIGNS = List.of(
            Map.entry("=<", "write <="),
            Map.entry("=>", "write >="),
            Map.entry("=", "one = does not compare; write =="),
            Map.entry("&", "one & is not enough; write &&"),
            Map.entry("|", "one | is not enough; write ||"),
            Map.entry("'", "the text that starts here does not end; write ' behind it"),
            Map.entry("\"", "the text that starts here does not end; write \" behind it"),
            Map.entry(";", "a condition has no ; at its end; remove it"),
            Map.entry("\u2265", "write >="),
            Map.entry("\u2264", "write <="),
            Map.entry("\u2260", "write !="));

    private static final String TYPOGRAPHIC = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u00b4";

    private SyntaxWords() {}

    /**
     * Returns what a message of the parser means.
     *
     * @param before what is written before the place of the message
     */
    static String of(String message, String before) {
        Matcher reserved = RESERVED.matcher(message);
        if (reserved.matches()) {
            String name = Excerpt.of(reserved.group(1));
            return name + " is a word of the language; for a feature of this name write features['" + name + "']";
        }
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            return number.group(1).length() > MAX_DIGITS
                    ? "the number is too large; write it as 1e30"
                    : number.group(1) + " is too large for a whole number; write " + number.group(1) + ".0";
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return unknown(unknown.group(1), before.stripTrailing());
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return unexpected(unexpected.group(1).replace("%%", "%"), before.stripTrailing());
        }
        Matcher missing = MISSING.matcher(message);
        if (missing.matches()) {
            return "a " + missing.group(1) + " is missing here";
        }
        if (message.contains("recursion limit")) {
            return "it is nested too deeply; use fewer brackets, or split it into several rules";
        }
        if (message.contains("unicode")) {
            return "an escape in this text stands for no character; write the character itself";
        }
        return "this is no condition: " + Excerpt.of(message);
    }

    private static String unknown(String token, String before) {
        if (TYPOGRAPHIC.indexOf(token.charAt(0)) >= 0) {
            return "write plain quotation marks, ' or \"";
        }
        if (before.endsWith("==") && token.startsWith("=")) {
            return "=== is written ==";
        }
        if ("'\"".indexOf(token.charAt(0)) >= 0 && token.indexOf('\\') > 0) {
            return "this text does not end, or a \\ in it stands before a letter that it cannot; write \\\\ for one \\";
        }
        return SIGNS.stream()
                .filter(each -> token.startsWith(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(token.substring(0, token.offsetByCodePoints(0, 1))
                        + " means nothing here; a name with it is written features['...']");
    }

    private static String unexpected(String what, String before) {
        if (before.endsWith("<") && what.equals(">")) {
            return "<> is written !=";
        }
        if (what.equals(",") && !before.isEmpty() && Character.isDigit(before.charAt(before.length() - 1))) {
            return "numbers have a point; write 1.5, not 1,5";
        }
        if (NEGATION.matcher(before).find()) {
            return "not is written !";
        }
        if (what.startsWith("`")) {
            return "a name in backquotes is written features['" + Excerpt.of(what.replace("`", "")) + "']";
        }
        return WORDS.getOrDefault(
                what, Excerpt.of(what) + " does not fit here; an operator such as && or == may be missing before it");
    }
}
