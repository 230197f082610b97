package io.elmstream.rules;

/**
 * A condition as it is written, and where.
 *
 * @param place in the rule set, for example {@code rules[2].when}
 * @param rule the name of its rule
 */
record Source(String place, String rule, String text) {

    private static final int SHOWN = 24;

    /** Returns a fault at a spot of the condition, with what is written there. */
    RuleFault fault(Spot spot, String message) {
        String rest = text.lines().skip(spot.line() - 1L).findFirst().orElse("");
        int from = rest.offsetByCodePoints(
                0, Math.max(0, Math.min(spot.column() - 1, rest.codePointCount(0, rest.length()))));
        String there = rest.substring(from);
        String shown = shortened(there);
        return fault(spot + (shown.isBlank() ? " (the end)" : ", at " + shown) + ": " + message);
    }

    /** Returns a fault of the whole condition. */
    RuleFault fault(String message) {
        return new RuleFault(place, "rule " + rule + ", " + message);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
    }
}
