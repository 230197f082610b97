package io.elmstream.rules;

/**
 * The alert of a rule.
 *
 * @param text what it says, 1 to {@value #MAX_TEXT} characters
 * @param severity how bad it is
 * @param trigger what raises it
 */
public record RuleAlert(String text, Severity severity, Trigger trigger) {

    /** The longest text, in characters. */
    public static final int MAX_TEXT = 500;

    /** Checks the length of the text. */
    public RuleAlert {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "the text of an alert has " + text.length() + " characters, must have 1 to " + MAX_TEXT);
        }
    }
}
