package io.elmstream.bench;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Takes the rate of a process that drains a topic, once it is warm. */
final class WarmDrain {

    /**
     * How it did.
     *
     * @param perSecond readings a second
     * @param cpuSeconds CPU seconds of the whole process for a million readings
     * @param readings that were measured
     * @param seconds that they took
     */
    record Rate(double perSecond, double cpuSeconds, long readings, double seconds) {}

    /**
     * When it was warm.
     *
     * @param seen the commit by then
     * @param cpuSeconds that the process had taken
     */
    record Start(Commits.Seen seen, double cpuSeconds) {}

    /** A process begins cold: what it does for so long after its first commit is not measured. */
    private static final Duration COLD = Duration.ofSeconds(15);

    /** A fast machine would drain everything meanwhile: it is warm after this share of the readings. */
    private static final double WARM = 0.5;

    private static final double TO = 0.98;

    /** The share of the readings that must be left to measure. */
    private static final double LEAST = 0.01;

    private final Commits commits;
    private final DoubleSupplier cpuSeconds;
    private final long readings;

    /**
     * @param commits of the process
     * @param cpuSeconds CPU seconds that the process has taken
     * @param readings in the topic
     */
    WarmDrain(Commits commits, DoubleSupplier cpuSeconds, long readings) {
        this.commits = commits;
        this.cpuSeconds = cpuSeconds;
        this.readings = readings;
    }

    /** Waits until the process is warm. */
    Start warmUp() throws InterruptedException {
        commits.reached(1);
        Commits.Seen from = commits.next(COLD, (long) (WARM * readings));
        return new Start(from, cpuSeconds.getAsDouble());
    }

    /**
     * Measures from when the process was warm.
     *
     * @param measured for how long, unless it is at the end of the topic before
     */
    Rate measure(Start start, Duration measured) throws InterruptedException {
        Commits.Seen to = commits.next(measured, (long) (TO * readings));
        double cpu = cpuSeconds.getAsDouble() - start.cpuSeconds;
        long drained = to.readings() - start.seen.readings();
        if (drained < LEAST * readings) {
            throw new IllegalStateException("the topic was drained before the process was warm: of %,d readings, %,d"
                            .formatted(readings, start.seen.readings())
                    + " were. Give more --readings.");
        }
        double seconds = (to.nanos() - start.seen.nanos()) / 1e9;
        return new Rate(drained / seconds, cpu * 1e6 / drained, drained, seconds);
    }
}
