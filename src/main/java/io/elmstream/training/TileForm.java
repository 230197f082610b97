package io.elmstream.training;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What writing and reading a {@link LearnerState} share: the version, the keys, and which rows are in which tile. */
final class TileForm {

    static final int VERSION = 1;

    private TileForm() {}

    /** Writes the contents of a tile. */
    @FunctionalInterface
    interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String gramKey(int rule, int n) {
        return rule + "/gram/" + n;
    }

    static String classKey(int rule, int label) {
        return rule + "/class/" + label;
    }

    /** Returns the first row of each tile of G, and the one after its last. */
    static List<int[]> parts(int units) {
        List<int[]> parts = new ArrayList<>();
        for (int first = 0; first < units; ) {
            int last = first;
            long bytes = 0;
            do {
                bytes += (long) Double.BYTES * (units - last++);
            } while (last < units && bytes + (long) Double.BYTES * (units - last) <= LearnerTile.BYTES);
            parts.add(new int[] {first, last});
            first = last;
        }
        return parts;
    }

    static int kind(Forgetting forgetting) {
        return forgetting instanceof Forgetting.Never ? 0 : forgetting instanceof Forgetting.ByRows ? 1 : 2;
    }

    static double figure(Forgetting forgetting) {
        if (forgetting instanceof Forgetting.ByRows rows) {
            return rows.factor();
        }
        return forgetting instanceof Forgetting.ByTime time ? seconds(time.halfLife()) : 0;
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
