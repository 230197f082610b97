package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a place in JSON text is for, with the names of its fields in UTF-8. Most records have their fields in the order
 * of the record before, so the name that followed last time is compared first. Not thread-safe.
 */
final class JsonNames {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A place that nothing needs. */
    static final JsonNames UNUSED = new JsonNames("", new PathTree());

    private final PathTree node;
    private final Target[] targets;
    /** The only target, if it is a feature that takes any number. */
    private final @Nullable FeatureTarget number;
    /** The name, and the quotation mark behind it; zeros fill the last eight bytes. */
    private final byte[] name;

    private final long[] words;
    private final long lastMask;
    private final JsonNames[] children;
    private final @Nullable JsonNames each;
    private final JsonNames[] elements;
    /** The field that followed the last time: the first one of an object, and the next one after this field. */
    private JsonNames first = this;

    private JsonNames next = this;

    private JsonNames(String name, PathTree node) {
        this.node = node;
        this.name = (name + '"').getBytes(UTF_8);
        words = new long[(this.name.length + Long.BYTES - 1) / Long.BYTES];
        byte[] padded = Arrays.copyOf(this.name, words.length * Long.BYTES);
        Arrays.setAll(words, i -> (long) EIGHT_BYTES.get(padded, i * Long.BYTES));
        lastMask = -1L >>> (Byte.SIZE * (padded.length - this.name.length));
        targets = node.targets().toArray(Target[]::new);
        number = targets.length == 1 && targets[0] instanceof FeatureTarget feature && feature.isNumeric()
                ? feature
                : null;
        children = node.wantedNames().stream()
                .filter(JsonNames::isPlain)
                .map(wanted -> new JsonNames(wanted, node.child(wanted)))
                .toArray(JsonNames[]::new);
        PathTree all = node.each();
        each = all == null ? null : new JsonNames("", all);
        int[] indices = node.wanted();
        elements = new JsonNames[indices.length == 0 ? 0 : indices[indices.length - 1] + 1];
        for (int index : indices) {
            elements[index] = new JsonNames("", node.element(index));
        }
        for (int i = 0; i < children.length; i++) {
            children[i].next = children[(i + 1) % children.length];
            first = children[0];
        }
    }

    /** Returns whether JSON text can have a name as it is; another one has escapes, which the readable form decodes. */
    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c));
    }

    static JsonNames of(PathTree tree) {
        return new JsonNames("", tree);
    }

    Target[] targets() {
        return targets;
    }

    /** Returns the feature for which this field alone is, if it takes any number. */
    @Nullable
    FeatureTarget number() {
        return number;
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
        return children.length > 0;
    }

    /** Returns the length of the name with the quotation mark behind it. */
    int length() {
        return name.length;
    }

    /**
     * Returns the field that is likely to follow, because it did the last time.
     *
     * @param previous the field before; this object, if there is none
     */
    JsonNames expected(JsonNames previous) {
        return previous == this ? first : previous.next;
    }

    /** Returns whether {@code text} has the name of this field here, up to a quotation mark. */
    boolean isNamed(byte[] text, int from) {
        int last = words.length - 1;
        if (from + words.length * Long.BYTES > text.length) {
            return from + name.length <= text.length
                    && Arrays.equals(name, 0, name.length, text, from, from + name.length);
        }
        for (int i = 0; i < last; i++) {
            if ((long) EIGHT_BYTES.get(text, from + i * Long.BYTES) != words[i]) {
                return false;
            }
        }
        return ((long) EIGHT_BYTES.get(text, from + last * Long.BYTES) & lastMask) == words[last];
    }

    /**
     * Returns the place of a field, whose name is part of {@code text}; {@link #UNUSED} if it is not needed.
     *
     * @param previous the field before that is needed; this object, if there is none
     */
    JsonNames child(JsonNames previous, byte[] text, int from) {
        for (JsonNames child : children) {
            if (child.isNamed(text, from)) {
                if (previous == this) {
                    first = child;
                } else {
                    previous.next = child;
                }
                return child;
            }
        }
        return UNUSED;
    }
}
