package io.elmstream.wire;

/** What inference passes on: the outcome of a reading, of which each has exactly one, or a command about an alert. */
public sealed interface Outcome permits ScoredReading, DeadLetter, ClearAlert {}
