package io.elmstream.page;

import java.util.stream.LongStream;

/**
 * The times of all series: every second of the last ten minutes or so, and every half minute before.
 *
 * @param first the first second that has data, in epoch seconds
 * @param last the last second that does not change any more
 * @param history how far back it goes, in seconds
 */
record TimeAxis(long first, long last, int history) {

    /** The seconds that are told apart; up to {@link #COARSE} more, so that half minutes are whole. */
    static final int FINE = 600;

    /** The seconds of a coarse point. */
    static final int COARSE = 30;

    /** Returns the seconds with a point of their own. */
    LongStream fine() {
        return LongStream.rangeClosed(Math.max(first, fineFrom()), last);
    }

    /** Returns the half minutes, counted from 1970, with one point. */
    LongStream coarse() {
        return LongStream.range(Math.max(first, last - history) / COARSE, fineFrom() / COARSE);
    }

    /** Returns all times in epoch seconds, oldest first. */
    LongStream times() {
        return LongStream.concat(coarse().map(half -> half * COARSE), fine());
    }

    private long fineFrom() {
        return (last - FINE) / COARSE * COARSE;
    }
}
