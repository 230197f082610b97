package io.elmstream.rules;

/**
 * A place in a condition.
 *
 * @param line 1 or more
 * @param column 1 or more, in characters
 */
record Spot(int line, int column) {

    @Override
    public String toString() {
        return line == 1 ? "column " + column : "line " + line + ", column " + column;
    }
}
