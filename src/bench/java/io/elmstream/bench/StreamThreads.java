package io.elmstream.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Objects;

/** What the JVM knows of Kafka Streams' threads. */
final class StreamThreads {

    /**
     * What threads have used since they began; 0 where the JVM does not count it.
     *
     * @param allocatedBytes of the heap
     * @param cpuNanos of a processor
     */
    record Use(long allocatedBytes, long cpuNanos) {

        Use minus(Use earlier) {
            return new Use(allocatedBytes - earlier.allocatedBytes, cpuNanos - earlier.cpuNanos);
        }
    }

    private StreamThreads() {}

    /** The sum over the stream threads of an application. */
    static Use use(String applicationId) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()
                || !threads.isThreadCpuTimeSupported()) {
            return new Use(0, 0);
        }
        long[] ids = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(applicationId)
                        && thread.getThreadName().contains("StreamThread"))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return new Use(
                Arrays.stream(ids).map(threads::getThreadAllocatedBytes).sum(),
                Arrays.stream(ids).map(threads::getThreadCpuTime).sum());
    }
}
