package io.elmstream.serving;

/**
 * What the cache did for one group of rows.
 *
 * @param rows looked up
 * @param hits rows that were found
 * @param savedNanos the time that the hits would have taken to score
 * @param spentNanos the time to look up all rows, and to keep those that were not found
 */
public record CacheUse(int rows, int hits, long savedNanos, long spentNanos) {}
