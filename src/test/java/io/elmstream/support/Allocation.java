package io.elmstream.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory code takes. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Something to run. */
    @FunctionalInterface
    public interface Code {
        void run() throws Exception;
    }

    /** The bytes that the code allocates on this thread. */
    public static long of(Code code) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        code.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
