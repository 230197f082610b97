package io.elmstream.bench;

import io.elmstream.embedded.ChildMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An instance in a process of its own, with our class path. It ends when we do. */
final class Worker implements AutoCloseable {

    private static final String VECTOR = "jdk.incubator.vector";
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;

    private Worker(Process process) {
        this.process = process;
    }

    /**
     * @param run the main class that runs an instance, and its first arguments
     * @param heap its maximum, as java takes it
     * @param settings configuration keys and values
     * @param log where its output goes
     */
    static Worker start(List<String> run, String heap, Map<String, String> settings, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path")));
        if (ModuleLayer.boot().findModule(VECTOR).isPresent()) {
            command.addAll(List.of("--add-modules", VECTOR));
        }
        command.add(ChildMain.class.getName());
        command.addAll(run);
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        try {
            return new Worker(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process for an instance", e);
        }
    }

    /** Returns the CPU seconds that the whole process has taken. */
    double cpuSeconds() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** Throws if the process has ended. */
    void check() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the process of an instance ended");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        // Not process.destroy(), which also closes standard input, at whose end the child halts in the middle.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
