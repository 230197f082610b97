package io.elmstream.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is measured. It runs {@link io.elmstream.embedded.ChildMain}, so that it ends when we do. */
final class ChildProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;
    private static final int LAST_LINES = 20;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param command with its arguments
     * @param log where its output goes
     */
    static ChildProcess start(List<String> command, Path log) {
        try {
            return new ChildProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process to measure", e);
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

    /** Returns the bytes of memory that the process holds, where Linux tells. */
    OptionalLong residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Throws, with the end of its log, if the process has ended. */
    void check() {
        if (!process.isAlive()) {
            try {
                List<String> lines = Files.readAllLines(log);
                throw new IllegalStateException("the process ended: "
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            } catch (IOException e) {
                throw new UncheckedIOException("the process ended, and its log cannot be read", e);
            }
        }
    }

    @Override
    public void close() {
        // Not process.destroy(), which also closes standard input, at whose end the child halts in the middle.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
