package io.elmstream.bench;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/** Takes the rate of a process that drains a topic, once it is warm. */
final class PeerDrain {

    /**
     * How it did.
     *
     * @param perSecond readings a second
     * @param cpuSeconds CPU seconds of the whole process for a million readings
     * @param readings that were measured
     */
    record Rate(double perSecond, double cpuSeconds, long readings) {}

    /** A process begins cold: what it does for so long after its first commit is not measured. */
    private static final Duration COLD = Duration.ofSeconds(15);

    /** A fast machine would drain everything meanwhile: it is warm after this share of the readings. */
    private static final double WARM = 0.5;

    private static final double TO = 0.98;

    private final Commits commits;
    private final PeerProcess process;

    /** @param group the consumer group of the process */
    PeerDrain(Admin admin, PeerProcess process, String group) {
        commits = new Commits(admin, group, process::check);
        this.process = process;
    }

    /**
     * Measures from the moment when the process is warm.
     *
     * @param readings in the topic
     * @param measured for how long, unless it is at the end of the topic before
     */
    Rate measure(long readings, Duration measured) throws InterruptedException {
        commits.reached(1);
        Commits.Seen from = commits.next(COLD, (long) (WARM * readings));
        double cpuFrom = process.cpuSeconds();
        Commits.Seen to = commits.next(measured, (long) (TO * readings));
        long drained = to.readings() - from.readings();
        return new Rate(
                drained * 1e9 / (to.nanos() - from.nanos()), (process.cpuSeconds() - cpuFrom) * 1e6 / drained, drained);
    }
}
