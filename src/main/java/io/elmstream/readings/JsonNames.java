package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a place in JSON text is for, with the names of its fields in UTF-8. Most records have their fields in the order
 * of the record before, so the name that followed last time is compared first. Not thread-safe.
 */
final class JsonNames {

    /** A place that nothing needs. */
    static final JsonNames UNUSED = new JsonNames(new PathTree());

    private final PathTree node;
    private final Target[] targets;
    private final byte[][] names;
    private final JsonNames[] children;
    private final @Nullable JsonNames each;
    private final JsonNames[] elements;
    /** The name that followed each name the last time; the last entry is for the beginning. */
    private final int[] next;

    private int last;

    private JsonNames(PathTree node) {
        this.node = node;
        List<String> wanted =
                node.wantedNames().stream().filter(JsonNames::isPlain).toList();
        targets = node.targets().toArray(Target[]::new);
        names = wanted.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
        children = wanted.stream().map(name -> new JsonNames(node.child(name))).toArray(JsonNames[]::new);
        PathTree all = node.each();
        each = all == null ? null : new JsonNames(all);
        int[] indices = node.wanted();
        elements = new JsonNames[indices.length == 0 ? 0 : indices[indices.length - 1] + 1];
        for (int index : indices) {
            elements[index] = new JsonNames(node.element(index));
        }
        next = new int[names.length + 1];
        for (int i = 0; i < names.length; i++) {
            next[i] = (i + 1) % names.length;
        }
    }

    /** Returns whether JSON text can have a name as it is; another one has escapes, which the readable form decodes. */
    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c));
    }

    static JsonNames of(PathTree tree) {
        return new JsonNames(tree);
    }

    Target[] targets() {
        return targets;
    }

    /** Returns the place of each element, if the elements of this array are the readings. */
    @Nullable
    JsonNames each() {
        return each;
    }

    /** Returns the place of an element. */
    JsonNames element(int index) {
        return index < elements.length && node.index(index) != null ? elements[index] : UNUSED;
    }

    boolean hasNames() {
        return names.length > 0;
    }

    /** Starts with the first field of the next object. */
    void begin() {
        last = names.length;
    }

    /**
     * Returns the length of the name that followed last time, if it is what {@code text} has here, up to a quotation
     * mark; otherwise -1. Its place is {@link #latest()}.
     */
    int guess(byte[] text, int from) {
        int guess = next[last];
        byte[] name = names[guess];
        int to = from + name.length;
        if (to < text.length && text[to] == '"' && Arrays.equals(name, 0, name.length, text, from, to)) {
            last = guess;
            return name.length;
        }
        return -1;
    }

    /** Returns the place of the latest name that was found. */
    JsonNames latest() {
        return children[last];
    }

    /** Returns the place of a field, whose name is part of {@code text}. */
    JsonNames child(byte[] text, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (isNamed(i, text, from, to)) {
                next[last] = i;
                last = i;
                return children[i];
            }
        }
        return UNUSED;
    }

    private boolean isNamed(int index, byte[] text, int from, int to) {
        byte[] name = names[index];
        return name.length == to - from && Arrays.equals(name, 0, name.length, text, from, to);
    }
}
