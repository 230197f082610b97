package io.elmstream.guarantees;

import io.elmstream.support.HostileBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes that are never those that were given. */
final class Mutations {

    /**
     * Lengths and counts that no honest writer writes; their codes are longer than the byte that they take the place
     * of.
     */
    private static final List<Long> EXTREMES = List.of(
            (long) Integer.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            (long) Integer.MAX_VALUE - 8,
            1L << 40,
            -(1L << 40),
            Long.MAX_VALUE,
            Long.MIN_VALUE);

    private Mutations() {}

    /** With one bit flipped. */
    static byte[] flipped(Random random, byte[] good) {
        byte[] bad = good.clone();
        int bit = random.nextInt(8 * good.length);
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        return bad;
    }

    /** Without its end. */
    static byte[] cut(Random random, byte[] good) {
        return Arrays.copyOf(good, random.nextInt(good.length));
    }

    /** With an extreme number, in Avro's code, in the place of one byte. */
    static byte[] extreme(Random random, byte[] good) {
        int at = random.nextInt(good.length);
        byte[] number = HostileBytes.zigZag(EXTREMES.get(random.nextInt(EXTREMES.size())));
        return HostileBytes.concat(
                HostileBytes.concat(Arrays.copyOf(good, at), number), Arrays.copyOfRange(good, at + 1, good.length));
    }

    static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
