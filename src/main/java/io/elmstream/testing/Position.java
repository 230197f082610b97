package io.elmstream.testing;

/** Where a record stands. */
public record Position(int partition, long offset) {}
