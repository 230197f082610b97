package io.elmstream.wire;

import java.util.Locale;

/**
 * The number under which a registry has a schema.
 *
 * @param kind which of the registry's two numbers it is
 * @param value from 1; 0 is assigned to no schema
 */
public record SchemaId(Kind kind, long value) {

    /** What a number stands for. */
    public enum Kind {
        /** Some content, which any number of artifacts may have. */
        CONTENT,
        /** A version of an artifact. */
        GLOBAL
    }

    /** Returns the id of some content. */
    public static SchemaId content(long value) {
        return new SchemaId(Kind.CONTENT, value);
    }

    /** Returns the id of a version of an artifact. */
    public static SchemaId global(long value) {
        return new SchemaId(Kind.GLOBAL, value);
    }

    /** Returns whether a registry may have assigned this number. */
    public boolean isAssigned() {
        return value != 0;
    }

    /** Returns the id in words, such as {@code content id 7}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " id " + value;
    }
}
