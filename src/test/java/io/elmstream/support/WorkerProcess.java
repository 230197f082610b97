package io.elmstream.support;

import io.elmstream.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An Elmstream worker in a process of its own, started as a user would: {@code elmstream run}. */
public final class WorkerProcess implements AutoCloseable {

    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    private WorkerProcess(Map<String, String> settings, Path log) {
        this.settings = settings;
        this.log = log;
    }

    /**
     * @param settings configuration keys and values
     * @param log where its output goes
     */
    public static WorkerProcess start(Map<String, String> settings, Path log) {
        WorkerProcess worker = new WorkerProcess(settings, log);
        worker.start();
        return worker;
    }

    /** Starts it again after it was killed or stopped, on the same state folder. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as an orchestrator does, and gives its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker did not stop within 60 s; its log: " + log());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed, over all its starts. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
