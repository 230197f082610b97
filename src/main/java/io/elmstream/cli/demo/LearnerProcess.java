package io.elmstream.cli.demo;

import io.elmstream.embedded.ChildMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second instance in a process of its own, which learns. It can be killed and started again. */
final class LearnerProcess implements AutoCloseable {

    private final List<String> command;
    private final Path log;
    private Process process;

    private LearnerProcess(List<String> command, Path log) {
        this.command = command;
        this.log = log;
        this.process = launch();
    }

    /**
     * Starts one.
     *
     * @param main the main class of the command line
     * @param settings configuration by key
     * @param log where its output goes
     */
    static LearnerProcess start(String main, Map<String, String> settings, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + log.toAbsolutePath().getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                main,
                "run"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return new LearnerProcess(command, log);
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process for the learner", e);
        }
    }

    /** Returns whether it runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it, as {@code kill -9} does, and starts it again. */
    void killAndRestart() {
        kill();
        process = launch();
    }

    private void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
