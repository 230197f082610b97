package io.elmstream.rollout;

/**
 * Two classes that champion and challenger gave to one reading.
 *
 * @param champion the champion's label
 * @param challenger the challenger's label, another one
 */
public record ClassPair(String champion, String challenger) {}
