package io.elmstream.wire;

/** What became of a reading: each has exactly one outcome. */
public sealed interface Outcome permits ScoredReading, DeadLetter {}
