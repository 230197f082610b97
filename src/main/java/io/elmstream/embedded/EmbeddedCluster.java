package io.elmstream.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A broker and a registry on this machine, started side by side and gone together: after {@link #close()}, after
 * Ctrl-C, and after {@code kill -9}, which leaves only a temporary folder that the next start removes.
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
            // The registry is a process of its own and starts while the broker does.
            registry = EmbeddedRegistry.launch(home, folder.path().resolve("registry"));
            closeFirst(registry);
            broker = EmbeddedBroker.start(folder.path().resolve("broker"));
            closeFirst(broker);
            registry.awaitReady();
        } catch (RuntimeException | Error e) {
            while (ending) {
                // Ctrl-C took away what was starting. The process is about to end, and needs no report of that.
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
     * @param dataFolder where the data are kept and gone on with the next time; when empty, a temporary folder, which
     *     is removed at the end
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

    /** The broker. */
    public EmbeddedBroker broker() {
        return broker;
    }

    /** The registry. */
    public EmbeddedRegistry registry() {
        return registry;
    }

    /** The folder of all data; what shares the cluster's life, such as a state folder, may lie in it too. */
    public Path dataFolder() {
        return folder.path();
    }

    /**
     * Has a client of the cluster closed before the cluster itself, also on Ctrl-C, where it would otherwise lose the
     * broker in the middle of its own closing. The last one given is closed first.
     */
    public synchronized void closeFirst(AutoCloseable client) {
        open.push(client);
    }

    /** Closes the clients given to {@link #closeFirst}, then both servers; removes a temporary folder. */
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
