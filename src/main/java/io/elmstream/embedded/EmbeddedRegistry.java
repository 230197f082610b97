package io.elmstream.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A real Apicurio Registry in a child process, on a free port of 127.0.0.1, with its data in a file database.
 *
 * <p>The child ends with {@link #close()}, and also when this process ends in any way. It can be stopped and restarted
 * on the same port and data, which looks like an outage to its clients.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    /**
     * How long to wait for the start. A registry that cannot start ends, which is noticed at once; one that is alive
     * may be slow because the machine is busy.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 20;

    private final RegistryHome home;
    private final Path dataFolder;
    private final int port;
    private final Map<String, String> extra;
    private final List<String> archiving;
    private Optional<Process> child = Optional.empty();

    private EmbeddedRegistry(RegistryHome home, Path dataFolder, Map<String, String> extra, List<String> archiving) {
        this.home = home;
        this.extra = extra;
        this.archiving = archiving;
        this.dataFolder = dataFolder.toAbsolutePath();
        this.port = LoopbackPort.free(RandomGenerator.getDefault(), LoopbackPort.For.REGISTRY);
    }

    /** Same as {@link #start(RegistryHome, Path, Map)} without further properties. */
    public static EmbeddedRegistry start(RegistryHome home, Path dataFolder) {
        return start(home, dataFolder, Map.of());
    }

    /**
     * Starts a registry and returns when it answers, which takes about five seconds.
     *
     * @param home the unpacked registry, see {@link RegistryHome#find()}
     * @param dataFolder folder for its database and its log; created if missing, else reused
     * @param extra properties of Apicurio that are added or override Elmstream's, for example another
     *     {@code apicurio.storage.kind}
     * @throws EmbeddedException when the registry ends or does not answer within five minutes; the message contains the
     *     last lines of its log
     */
    public static EmbeddedRegistry start(RegistryHome home, Path dataFolder, Map<String, String> extra) {
        return start(home, dataFolder, extra, RegistryArchive.flags(home));
    }

    /** @param archiving flags of the JVM about the archive of classes */
    static EmbeddedRegistry start(
            RegistryHome home, Path dataFolder, Map<String, String> extra, List<String> archiving) {
        EmbeddedRegistry registry = new EmbeddedRegistry(home, dataFolder, extra, archiving);
        registry.spawn();
        registry.awaitReady();
        return registry;
    }

    /** Starts the process without waiting for it; {@link #awaitReady()} must follow. */
    static EmbeddedRegistry launch(RegistryHome home, Path dataFolder) {
        EmbeddedRegistry registry = new EmbeddedRegistry(home, dataFolder, Map.of(), RegistryArchive.flags(home));
        registry.spawn();
        return registry;
    }

    /**
     * Returns the value for serdes' {@code apicurio.registry.url}; it does not change when the registry is restarted.
     */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    /** Returns the id of the child process; empty while it is stopped. */
    public synchronized Optional<Long> pid() {
        return child.map(Process::pid);
    }

    /**
     * Returns the exit code of a child process that ended unexpectedly; empty while it runs and after a
     * {@link #stop()}.
     */
    public synchronized OptionalInt crashed() {
        return child.filter(process -> !process.isAlive())
                .map(process -> OptionalInt.of(process.exitValue()))
                .orElse(OptionalInt.empty());
    }

    /**
     * Restarts the registry after a {@link #stop()} or a crash, with its data, on the same port; does nothing while it
     * runs.
     *
     * @throws EmbeddedException as {@link #start}
     */
    public synchronized void startAgain() {
        if (!child.map(Process::isAlive).orElse(false)) {
            spawn();
            awaitReady();
        }
    }

    /** Stops the registry and keeps its data; does nothing if it is stopped. */
    public void stop() {
        stop(GRACE);
    }

    /** @param grace how long the process may take to end before it is killed */
    synchronized void stop(Duration grace) {
        child.ifPresent(process -> end(process, grace));
        child = Optional.empty();
    }

    /** Same as {@link #stop()}. The data folder belongs to the caller and is kept. */
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
        List<String> command = new ArrayList<>(List.of(
                // Ctrl-C on a terminal reaches child processes too. The registry must outlast it, because clients may
                // still need it to finish their work. It ends with close() or at the end of standard input.
                "/bin/sh",
                "-c",
                "trap '' INT; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // temporary files that it does not delete are deleted with its data
                "-Djava.io.tmpdir=" + dataFolder.toAbsolutePath(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dapicurio.datasource.url=jdbc:h2:file:" + dataFolder.resolve("registry"),
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1"));
        command.addAll(archiving);
        // the last occurrence takes effect
        extra.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", home.classPath(), ChildMain.class.getName(), home.mainClass()));
        return command;
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
        return new EmbeddedException(
                "The embedded Apicurio Registry %s. The last lines of %s:%n%s".formatted(what, log(), tail));
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

    private static void end(Process process, Duration grace) {
        // Not process.destroy(): it also closes standard input, and the child would halt during its shutdown.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
