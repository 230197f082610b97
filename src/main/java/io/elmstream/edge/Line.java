package io.elmstream.edge;

/**
 * A line of the input.
 *
 * @param number its number, starting with 1
 * @param text without the line break
 * @param isWhole false if it is longer than a line may be; then only the beginning is there
 */
record Line(long number, String text, boolean isWhole) {}
