package io.elmstream.app;

/** Where a record stands. */
public record Position(int partition, long offset) {}
