package io.elmstream.rules;

/**
 * A condition as it is written, and where.
 *
 * @param place in the rule set, for example {@code rules[2].when}
 * @param rule the name of its rule
 */
record Source(String place, String rule, String text) {

    /** Returns a fault at a spot of the condition, with what is written there. */
    RuleFault fault(Spot spot, String message) {
        String line = line(spot);
        String there = Excerpt.of(line.substring(offset(line, spot)));
        return fault(spot + (there.isBlank() ? " (the end)" : ", at " + there) + ": " + message);
    }

    /** Returns what is written before a spot, in its line. */
    String before(Spot spot) {
        String line = line(spot);
        return line.substring(0, offset(line, spot));
    }

    private String line(Spot spot) {
        return text.lines().skip(spot.line() - 1L).findFirst().orElse("");
    }

    private static int offset(String line, Spot spot) {
        return line.offsetByCodePoints(0, Math.min(spot.column() - 1, line.codePointCount(0, line.length())));
    }

    /** Returns a fault of the whole condition. */
    RuleFault fault(String message) {
        return new RuleFault(place, "rule " + rule + ", " + message);
    }
}
