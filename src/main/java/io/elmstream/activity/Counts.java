package io.elmstream.activity;

/** Checks counts, which others may have sent. */
final class Counts {

    private Counts() {}

    static void require(long count, String name) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " is " + count + ", must be 0 or more");
        }
    }
}
