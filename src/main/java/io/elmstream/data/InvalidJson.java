package io.elmstream.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What is wrong with a text that is no JSON, in words that name nothing of the parser, which is Jackson. */
public final class InvalidJson {

    private static final Pattern NOT_FINITE =
            Pattern.compile("Non-standard token '([-+]?(?:NaN|INF|Infinity))'.*", Pattern.DOTALL);

    private InvalidJson() {}

    /**
     * Returns the problem as the end of a sentence.
     *
     * @param message the parser's own, without the place
     */
    public static String words(String message) {
        if (message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        if (message.contains("StreamReadConstraints")) {
            return "a number, a name or a text in it is too long, or it is nested too deeply";
        }
        if (message.contains(" out of range of ")) {
            return "a whole number in it is too large";
        }
        Matcher notFinite = NOT_FINITE.matcher(message);
        return notFinite.matches()
                ? notFinite.group(1) + " is no number in JSON; write null for a missing value"
                : withoutInternals(message);
    }

    /**
     * Leaves out what the parser says about itself: names of its classes and options, in backquotes, and its source.
     */
    private static String withoutInternals(String message) {
        int internals = IntStream.of(message.indexOf('`'), message.indexOf("[Source"))
                .filter(at -> at >= 0)
                .min()
                .orElse(message.length());
        if (internals == message.length()) {
            return message;
        }
        int end = IntStream.of(
                        message.lastIndexOf('(', internals),
                        message.lastIndexOf(':', internals),
                        message.lastIndexOf(" for ", internals))
                .max()
                .getAsInt();
        return message.substring(0, Math.max(0, end)).strip();
    }
}
