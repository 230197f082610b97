package io.elmstream.rules;

/**
 * What is wrong with a condition.
 *
 * @param spot where
 * @param message in plain words, with what to do
 */
record Problem(Spot spot, String message) {}
