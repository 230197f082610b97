package io.elmstream.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Objects;

/** What the JVM knows of Kafka Streams' threads. */
final class StreamThreads {

    private StreamThreads() {}

    /**
     * Bytes that the stream threads of an application have allocated since they began; 0 where the JVM does not count
     * them.
     */
    static long allocatedBytes(String applicationId) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            return 0;
        }
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(applicationId)
                        && thread.getThreadName().contains("StreamThread"))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadAllocatedBytes)
                .sum();
    }
}
