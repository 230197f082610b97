package io.elmstream.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;

/** The stream to stdout for results. {@code PrintStream} and {@code PrintWriter} hide that a write failed, and why. */
final class ResultStream extends OutputStream {

    private final OutputStream target;

    ResultStream(OutputStream target) {
        this.target = target;
    }

    /** @throws OutputClosed if the bytes cannot be written */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputClosed(e);
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }
}
