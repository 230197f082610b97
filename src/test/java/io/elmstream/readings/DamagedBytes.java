package io.elmstream.readings;

import java.util.Arrays;
import java.util.Random;

/** Bytes as a broken or hostile producer sends them. */
final class DamagedBytes {

    private DamagedBytes() {}

    /** @param from the first byte that may change */
    static byte[] of(byte[] bytes, int from, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, Math.max(from + 1, bytes.length + random.nextInt(5) - 2));
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            int at = from + random.nextInt(damaged.length - from);
            switch (random.nextInt(3)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                // a length or a count of billions
                default -> Arrays.fill(damaged, at, Math.min(at + 5, damaged.length), (byte) 0xff);
            }
        }
        return damaged;
    }
}
