package io.elmstream.page;

/**
 * How far the clock of a process is behind that of the page; negative if it is ahead. A report is as old as the clocks
 * differ, and older if it was on its way for long, so the smallest age of the last seconds tells it.
 */
final class ClockOffset {

    /** A smaller difference is the way that a report takes, in milliseconds. */
    private static final long NEAR = 1_000;

    private static final long WINDOW = 10_000;

    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;
    private long since = Long.MIN_VALUE;
    private long aheadOfSteady;

    /**
     * Returns the time of a report by the clock of the page.
     *
     * @param steady its time by a clock of the process that does not step, from which a step of the other one is known
     * @param told its time by the clock of its instance, in epoch milliseconds
     * @param now the time of its arrival by the clock of the page
     */
    long place(long steady, long told, long now) {
        if (Math.abs(told - steady - aheadOfSteady) > NEAR) {
            least = Long.MAX_VALUE;
            since = Long.MIN_VALUE;
        }
        aheadOfSteady = told - steady;
        if (since == Long.MIN_VALUE || now - since >= WINDOW) {
            leastBefore = least;
            least = Long.MAX_VALUE;
            since = now;
        }
        least = Math.min(least, now - told);
        long offset = Math.min(least, leastBefore);
        return Math.abs(offset) <= NEAR ? told : told + offset;
    }
}
