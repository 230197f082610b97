package io.elmstream.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C for a command that must finish its work in an orderly way: the process ends after the command has printed its
 * result.
 */
public final class Interruption implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "await-command");
    private volatile boolean came;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns whether the process is about to end. */
    public boolean came() {
        return came;
    }

    private void await() {
        came = true;
        try {
            if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Signals that the command has printed its result. */
    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // the shutdown hook is running
        }
    }
}
