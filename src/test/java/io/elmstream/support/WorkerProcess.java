package io.elmstream.support;

import io.elmstream.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An Elmstream worker in a process of its own, started as a user would: {@code elmstream run}. */
public final class WorkerProcess implements AutoCloseable {

    private final JavaProcess process;

    private WorkerProcess(JavaProcess process) {
        this.process = process;
    }

    /**
     * @param settings configuration keys and values
     * @param log where its output goes
     */
    public static WorkerProcess start(Map<String, String> settings, Path log) {
        List<String> call = new ArrayList<>(List.of(Main.class.getName(), "run"));
        settings.forEach((key, value) -> call.addAll(List.of("--set", key + "=" + value)));
        return new WorkerProcess(
                JavaProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), call, log));
    }

    /** Starts it again after it was killed or stopped, on the same state folder. */
    public void start() {
        process.start();
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Asks it to stop, as an orchestrator does, and gives its exit code. */
    public int stop() throws InterruptedException {
        if (!process.terminate()) {
            throw new AssertionError("the worker did not stop in time; its log: " + log());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed, over all its starts. */
    public String log() {
        try {
            return Files.readString(process.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
