package io.elmstream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second Java process with the class path of the tests, for tests that kill it. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code main} with the arguments; what it writes to standard error appears on ours. */
    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of("-Xmx512m"), main, arguments);
    }

    /** The same with flags of the virtual machine. */
    public static ChildJvm start(List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line of its standard output; fails when there is none any more. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("The child process ended before it wrote the line that was waited for");
        }
        return line;
    }

    /** The process. */
    public Process process() {
        return process;
    }

    /** Asks the process to end, as {@code kill} does; its output can still be read. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Kills the process, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Whether a process is gone. One that ended but is not yet reaped by its parent still has an id but no command. */
    public static boolean gone(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isEmpty();
    }
}
