package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Writes times as ISO 8601 in UTC with milliseconds, such as {@code 2026-01-31T08:05:00.250Z}. Years before 0 and after
 * 9999 have a sign. The date of the last time is remembered, since most times are of the same day. Not thread-safe.
 */
public final class IsoTime {

    /** The length of a time of the years 0 to 9999, which is also a time of RFC 3339. */
    public static final int USUAL_LENGTH = 24;

    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final long DAY_MILLIS = 86_400_000;
    private static final int HOUR = 11;
    private static final int MINUTE = 14;
    private static final int SECOND = 17;
    private static final int MILLI = 20;

    private final byte[] last = new byte[USUAL_LENGTH];
    private long lastDay = Long.MIN_VALUE;

    /** Returns a time as text. */
    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    /**
     * Returns a time as ASCII.
     *
     * @param time in epoch milliseconds
     * @return an array that the next call may overwrite
     */
    public byte[] ascii(long time) {
        long day = Math.floorDiv(time, DAY_MILLIS);
        if (day != lastDay) {
            byte[] all = text(Instant.ofEpochMilli(time)).getBytes(US_ASCII);
            if (all.length != USUAL_LENGTH) {
                return all;
            }
            System.arraycopy(all, 0, last, 0, USUAL_LENGTH);
            lastDay = day;
            return last;
        }
        int millis = (int) Math.floorMod(time, DAY_MILLIS);
        two(HOUR, millis / 3_600_000);
        two(MINUTE, millis / 60_000 % 60);
        two(SECOND, millis / 1_000 % 60);
        last[MILLI] = (byte) ('0' + millis / 100 % 10);
        two(MILLI + 1, millis % 100);
        return last;
    }

    private void two(int at, int number) {
        last[at] = (byte) ('0' + number / 10);
        last[at + 1] = (byte) ('0' + number % 10);
    }
}
