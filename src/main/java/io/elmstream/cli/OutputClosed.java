package io.elmstream.cli;

/** Whoever read stdout has had enough, as {@code head -1} has after a line. The command ends without a word. */
final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;
}
