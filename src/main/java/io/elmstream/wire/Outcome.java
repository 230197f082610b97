package io.elmstream.wire;

/** The outcome of a reading: each has exactly one. */
public sealed interface Outcome permits ScoredReading, DeadLetter {}
