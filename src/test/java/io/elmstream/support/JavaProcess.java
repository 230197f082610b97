package io.elmstream.support;

import io.elmstream.embedded.ChildMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process with the class path of the tests, which can be killed, paused and started again, and never outlasts
 * this one.
 */
public final class JavaProcess implements AutoCloseable {

    private final List<String> command;
    private final Path log;
    private Process process;

    private JavaProcess(List<String> command, Path log) {
        this.command = command;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param flags of the virtual machine
     * @param call the name of a main class and its arguments
     * @param log where its output goes, behind what is there
     */
    public static JavaProcess start(List<String> flags, List<String> call, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // next to the log: one that is killed leaves the native libraries there that it unpacked
        command.add("-Djava.io.tmpdir=" + log.toAbsolutePath().getParent());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
        command.addAll(call);
        JavaProcess started = new JavaProcess(command, log);
        started.start();
        return started;
    }

    /** Starts it again after it has ended. */
    public void start() {
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

    /** {@code kill}, and {@code kill -9} when that does not end it within three minutes; says whether it did. */
    public boolean terminate() throws InterruptedException {
        // not process.destroy(), which closes standard input too, at whose end the process halts
        process.toHandle().destroy();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        kill();
        return ended;
    }

    /** {@code kill -STOP}: it does nothing any more, and keeps its connections. */
    public void pause() throws InterruptedException {
        signal("STOP");
    }

    /** {@code kill -CONT}: it goes on, and does not know for how long it was away. */
    public void resume() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            int exit = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        "kill -" + name + " ended with " + exit + " for process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it ended with. */
    public int exitValue() {
        return process.exitValue();
    }

    public Path log() {
        return log;
    }

    /** Returns when it is gone, so that nobody writes to its folder any more. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
