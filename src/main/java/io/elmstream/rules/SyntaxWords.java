package io.elmstream.rules;

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

    private static final Map<String, String> WRITE = Map.of(
            "and", "and is written &&",
            "or", "or is written ||",
            "not", "not is written !",
            "AND", "AND is written &&",
            "OR", "OR is written ||",
            "NOT", "NOT is written !",
            "is", "is is written ==",
            "<EOF>", "it ends too early; a value, a closing bracket or a : is missing");

    private static final Map<Character, String> SIGNS = Map.of(
            '=', "one = does not compare; write ==",
            '&', "one & is not enough; write &&",
            '|', "one | is not enough; write ||",
            '\'', "the text that starts here does not end; write ' behind it",
            '"', "the text that starts here does not end; write \" behind it",
            ';', "a condition has no ; at its end; remove it",
            '≥', "write >=",
            '≤', "write <=",
            '≠', "write !=");

    private static final String TYPOGRAPHIC = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u00b4";

    private SyntaxWords() {}

    /** Returns what a message of the parser means. */
    static String of(String message) {
        Matcher reserved = RESERVED.matcher(message);
        if (reserved.matches()) {
            String name = reserved.group(1);
            return name + " is a word of the language; for a feature of this name write features['" + name + "']";
        }
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            return number.group(1) + " is too large for a whole number; write " + number.group(1) + ".0";
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return unknown(unknown.group(1).charAt(0));
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return unexpected(unexpected.group(1));
        }
        if (message.contains("recursion limit")) {
            return "it is nested too deeply; use fewer brackets, or split it into several rules";
        }
        if (message.contains("node")) {
            return "it is too long; split it into several rules";
        }
        return "this is no condition: " + message;
    }

    private static String unknown(char sign) {
        if (TYPOGRAPHIC.indexOf(sign) >= 0) {
            return "write plain quotation marks, ' or \"";
        }
        return SIGNS.getOrDefault(sign, sign + " means nothing here; a name with it is written features['...']");
    }

    private static String unexpected(String what) {
        return WRITE.getOrDefault(
                what,
                what.startsWith("`")
                        ? "a name in backquotes is written features['" + what.replace("`", "") + "']"
                        : what + " does not fit here; an operator such as && or == may be missing before it");
    }
}
