package io.elmstream.rules;

/** What a caller must keep to. */
final class Bounds {

    private Bounds() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
