package io.elmstream.bench;

import java.util.Arrays;

/**
 * The best time of several pieces of work, measured in turns, so that what else the machine does at a time hits all of
 * them alike.
 */
final class BestTime {

    private static final long ROUND_NANOS = 5_000_000;

    private BestTime() {}

    /**
     * @param seconds for all together, a third of them to warm up
     * @param work each at once takes some microseconds or more, or runs a loop of its own
     * @return the nanoseconds of each in its best round
     */
    static double[] of(double seconds, Runnable... work) {
        double[] best = new double[work.length];
        long end = System.nanoTime() + (long) (seconds * 1e9 / 3);
        rounds(end, best, work);
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        rounds(end + (long) (seconds * 2e9 / 3), best, work);
        return best;
    }

    private static void rounds(long end, double[] best, Runnable[] work) {
        do {
            for (int w = 0; w < work.length; w++) {
                best[w] = Math.min(best[w], round(work[w]));
            }
        } while (System.nanoTime() < end);
    }

    private static double round(Runnable work) {
        long start = System.nanoTime();
        long time;
        int calls = 0;
        do {
            work.run();
            calls++;
            time = System.nanoTime() - start;
        } while (time < ROUND_NANOS);
        return (double) time / calls;
    }
}
