package io.elmstream.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A real Apicurio Registry in a child process, on a free port of 127.0.0.1, with its data in a file database.
 *
 * <p>The child ends with {@link #close()}, and also when this process ends in any way. It can be stopped and started
 * again on the same port and data, as an outage would do to its clients.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    /** A registry that cannot start ends, which is seen at once; one that is alive has a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 20;

    private final RegistryHome home;
    private final Path dataFolder;
    private final int port;
    private Optional<Process> child = Optional.empty();

    private EmbeddedRegistry(RegistryHome home, Path dataFolder) {
        this.home = home;
        this.dataFolder = dataFolder.toAbsolutePath();
        this.port = LoopbackPort.free(RandomGenerator.getDefault());
    }

    /**
     * Starts a registry and returns when it answers, which takes about five seconds.
     *
     * @param home the unpacked registry, see {@link RegistryHome#find()}
     * @param dataFolder where its database and its log live; made when it is missing, else gone on with
     * @throws EmbeddedException when the registry ends or does not answer within five minutes; the message carries the
     *     last lines it wrote
     */
    public static EmbeddedRegistry start(RegistryHome home, Path dataFolder) {
        EmbeddedRegistry registry = launch(home, dataFolder);
        registry.awaitReady();
        return registry;
    }

    /** Starts the process only; {@link #awaitReady()} must follow. */
    static EmbeddedRegistry launch(RegistryHome home, Path dataFolder) {
        EmbeddedRegistry registry = new EmbeddedRegistry(home, dataFolder);
        registry.spawn();
        return registry;
    }

    /** What serdes give as {@code apicurio.registry.url}; stays the same over stops. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    /** The id of the child process; empty while it is stopped. */
    public synchronized Optional<Long> pid() {
        return child.map(Process::pid);
    }

    /** Starts the registry after a {@link #stop()}, with its data, on the same port; does nothing while it runs. */
    public synchronized void startAgain() {
        if (child.isEmpty()) {
            spawn();
            awaitReady();
        }
    }

    /** Stops the registry and keeps its data; does nothing when it is stopped. */
    public synchronized void stop() {
        child.ifPresent(EmbeddedRegistry::end);
        child = Optional.empty();
    }

    /** Same as {@link #stop()}. The data folder belongs to the caller and stays. */
    @Override
    public void close() {
        stop();
    }

    private synchronized void spawn() {
        try {
            Files.createDirectories(dataFolder);
            child = Optional.of(new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start());
        } catch (IOException e) {
            throw new EmbeddedException("Cannot start the registry with the data folder " + dataFolder + ": " + e, e);
        }
    }

    private List<String> command() {
        return List.of(
                // Ctrl-C on a terminal reaches child processes too. The registry must outlast it: clients that are
                // finishing their work may still need it. close() ends it, or the end of standard input.
                "/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                // what it keeps for itself, and does not remove, goes when its data goes
                "-Djava.io.tmpdir=" + dataFolder.toAbsolutePath(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dapicurio.datasource.url=jdbc:h2:file:" + dataFolder.resolve("registry"),
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-cp", home.classPath(),
                ChildMain.class.getName(), home.mainClass());
    }

    synchronized void awaitReady() {
        long start = System.nanoTime();
        while (!answers()) {
            if (!child.map(Process::isAlive).orElse(false)) {
                throw failed("ended while it was starting");
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw failed("did not answer on port " + port + " within " + PATIENCE.toMinutes() + " minutes");
            }
            pause();
        }
    }

    private boolean answers() {
        try {
            URL info = URI.create(url() + "/system/info").toURL();
            HttpURLConnection connection = (HttpURLConnection) info.openConnection();
            connection.setConnectTimeout((int) GRACE.toMillis());
            connection.setReadTimeout((int) GRACE.toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while the registry was starting", e);
        }
    }

    private EmbeddedException failed(String what) {
        String tail = tail();
        stop();
        return new EmbeddedException("The embedded Apicurio Registry %s. The last lines of %s:%n%s"
                .formatted(what, log(), tail));
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log());
            int from = Math.max(0, lines.size() - TAIL_LINES);
            return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    private Path log() {
        return dataFolder.resolve("registry.log");
    }

    private static void end(Process process) {
        // Not process.destroy(), which also closes standard input, at whose end the child halts in the middle.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
