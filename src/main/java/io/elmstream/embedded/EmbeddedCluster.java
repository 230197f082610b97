package io.elmstream.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A broker and a registry on this machine that start and end together: with {@link #close()}, with Ctrl-C, and with
 * {@code kill -9}, which leaves only a temporary folder that the next start deletes.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private final DataFolder folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = new Thread(this::end, "embedded-cluster-close");
    private volatile boolean ending;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;

    private EmbeddedCluster(RegistryHome home, DataFolder folder) {
        this.folder = folder;
        closeFirst(folder);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            // The registry is a separate process and starts in parallel with the broker.
            registry = EmbeddedRegistry.launch(home, folder.path().resolve("registry"));
            closeFirst(registry);
            broker = EmbeddedBroker.start(folder.path().resolve("broker"));
            closeFirst(broker);
            registry.awaitReady();
        } catch (RuntimeException | Error e) {
            while (ending) {
                // Ctrl-C closed what was starting. The process is about to end, so this is not reported.
                LockSupport.park();
            }
            close();
            throw e;
        }
    }

    /**
     * Starts both and returns when both serve clients, which takes five to ten seconds.
     *
     * @param home the unpacked registry, see {@link RegistryHome#find()}
     * @param dataFolder folder in which the data is kept and reused; if empty, a temporary folder that is deleted at
     *     the end
     * @throws EmbeddedException when one of them does not start, or another process uses the folder
     */
    public static EmbeddedCluster start(RegistryHome home, Optional<Path> dataFolder) {
        return new EmbeddedCluster(
                home,
                dataFolder
                        .map(DataFolder::kept)
                        .orElseGet(() -> DataFolder.temporary(
                                Path.of(System.getProperty("java.io.tmpdir")),
                                ProcessHandle.current().pid())));
    }

    /** {@return the broker} */
    public EmbeddedBroker broker() {
        return broker;
    }

    /** {@return the registry} */
    public EmbeddedRegistry registry() {
        return registry;
    }

    /**
     * Returns the folder of all data; it may also contain what is bound to the cluster's lifetime, such as a state
     * folder.
     */
    public Path dataFolder() {
        return folder.path();
    }

    /**
     * Registers a client of the cluster to be closed before the cluster, also on Ctrl-C; otherwise the client would
     * lose the broker while closing. The client registered last is closed first.
     */
    public synchronized void closeFirst(AutoCloseable client) {
        open.push(client);
    }

    /** Closes the clients registered with {@link #closeFirst}, then both servers; deletes a temporary folder. */
    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // the hook finds nothing left to close
        }
    }

    private void end() {
        ending = true;
        closeAll();
    }

    private synchronized void closeAll() {
        List<Exception> failures = new ArrayList<>();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            EmbeddedException failure = new EmbeddedException("The embedded cluster did not close cleanly");
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
