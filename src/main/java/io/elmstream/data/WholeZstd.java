package io.elmstream.data;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * Reads all frames of a file compressed by zstd. The library's stream takes a frame that is cut off for the end of the
 * file, if it has read the beginning of that frame together with the end of the one before.
 */
final class WholeZstd {

    /** Twice as long as a block of a frame can be, in bytes. */
    private static final int LONG = 1 << 18;

    /**
     * A frame that decoders skip, read as if it stood behind the file. If the file ends within a frame, this is taken
     * for its rest, and cannot be it: it is longer than the rest of a block, and goes on with a kind of block that does
     * not exist.
     */
    private static final byte[] END = new byte[8 + LONG];

    static {
        Arrays.fill(END, (byte) 0xff);
        System.arraycopy(new byte[] {0x50, 0x2a, 0x4d, 0x18, 0, 0, LONG >> 16, 0}, 0, END, 0, 8);
    }

    private WholeZstd() {}

    static InputStream of(InputStream packed) throws IOException {
        return new ZstdInputStream(new SequenceInputStream(packed, new ByteArrayInputStream(END)));
    }
}
