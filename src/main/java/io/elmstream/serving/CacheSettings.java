package io.elmstream.serving;

/**
 * Whether equal rows are answered from memory.
 *
 * @param maxBytes the memory of each task and of each thread that answers requests, in bytes; 0 for no cache
 * @param rounding the steps to which features are rounded before they are looked up or scored
 */
public record CacheSettings(int maxBytes, Rounding rounding) {

    /** No cache, and no rounding. */
    public static final CacheSettings OFF = new CacheSettings(0, Rounding.NONE);
}
