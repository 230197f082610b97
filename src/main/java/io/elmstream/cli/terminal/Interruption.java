package io.elmstream.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, for a command that ends its work in order then: the process waits until the command has said what it did. */
public final class Interruption implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "await-command");
    private volatile boolean came;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is about to end. */
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

    /** The command has said what it did. */
    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // it is running
        }
    }
}
