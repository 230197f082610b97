package io.elmstream.rules;

/**
 * A name that a condition uses.
 *
 * @param spot where
 * @param name of a feature or a label
 */
record Mention(Spot spot, String name) {}
