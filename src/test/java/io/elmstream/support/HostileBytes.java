package io.elmstream.support;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Bytes that a stranger, a bug or a bad disk could make of good ones. */
public final class HostileBytes {

    /** Lengths, counts and indices that no honest writer writes, as Avro's zig-zag codes. */
    private static final List<Long> EXTREMES = List.of(
            -1L,
            (long) Integer.MAX_VALUE - 8,
            -(long) Integer.MAX_VALUE + 8,
            (long) Integer.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            1L << 40,
            -(1L << 40),
            Long.MAX_VALUE,
            Long.MIN_VALUE);

    private HostileBytes() {}

    /**
     * Truncated, with flipped bits, with an extreme number in the middle, or nothing but random; the first {@code kept}
     * stay.
     */
    public static Arbitrary<byte[]> of(byte[] good, int kept) {
        Arbitrary<Integer> place = Arbitraries.integers().between(kept, good.length - 1);
        Arbitrary<byte[]> truncated = place.map(end -> Arrays.copyOf(good, end));
        Arbitrary<byte[]> flipped = Arbitraries.integers()
                .between(kept * 8, good.length * 8 - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(bits -> flipped(good, bits));
        Arbitrary<byte[]> extreme = Combinators.combine(place, Arbitraries.of(EXTREMES), Arbitraries.of(EXTREMES))
                .as((at, first, second) -> replaced(good, at, first, second));
        Arbitrary<byte[]> random = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(64)
                .map(tail -> concat(Arrays.copyOf(good, kept), tail));
        return Arbitraries.oneOf(truncated, flipped, extreme, random);
    }

    private static byte[] flipped(byte[] good, List<Integer> bits) {
        byte[] bad = good.clone();
        bits.forEach(bit -> bad[bit / 8] ^= (byte) (1 << bit % 8));
        return bad;
    }

    /** Two numbers take the place of one byte: a negative count and its size, for example. */
    private static byte[] replaced(byte[] good, int at, long first, long second) {
        byte[] bad = concat(Arrays.copyOf(good, at), zigZag(first));
        bad = concat(bad, zigZag(second));
        return concat(bad, Arrays.copyOfRange(good, at + 1, good.length));
    }

    /** Avro's code of a long. */
    public static byte[] zigZag(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long z = value << 1 ^ value >> 63;
        while ((z & ~0x7fL) != 0) {
            out.write((int) (z & 0x7f | 0x80));
            z >>>= 7;
        }
        out.write((int) z);
        return out.toByteArray();
    }

    /** The one after the other. */
    public static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
