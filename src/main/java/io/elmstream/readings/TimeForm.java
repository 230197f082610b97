package io.elmstream.readings;

import io.elmstream.tables.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.OptionalLong;

/** How an event time is written. */
public sealed interface TimeForm {

    /**
     * A number of units since 1970-01-01T00:00Z.
     *
     * @param nanos the length of the unit in nanoseconds
     */
    record Epoch(long nanos) implements TimeForm {

        public static final Epoch SECONDS = new Epoch(1_000_000_000);
        public static final Epoch MILLIS = new Epoch(1_000_000);
        public static final Epoch MICROS = new Epoch(1_000);
        public static final Epoch NANOS = new Epoch(1);

        private static final long NANOS_OF_A_MILLI = 1_000_000;

        /** A part of a millisecond that is only the error of a number in binary: 1594512094.38 s has no exact one. */
        private static final double ROUNDING = 1e-3;

        /** Beyond this, a double does not have each millisecond. */
        private static final double MOST_MILLIS = 9e15;

        private static final int LONGEST = 40;
        private static final java.util.regex.Pattern EXPONENT = java.util.regex.Pattern.compile("[eE]");

        /** Returns the time in epoch milliseconds, rounded down; empty if it is out of range. */
        OptionalLong millis(long units) {
            if (nanos <= NANOS_OF_A_MILLI) {
                return OptionalLong.of(Math.floorDiv(units, NANOS_OF_A_MILLI / nanos));
            }
            long each = nanos / NANOS_OF_A_MILLI;
            return Math.abs((double) units * each) < MOST_MILLIS ? OptionalLong.of(units * each) : OptionalLong.empty();
        }

        /** Returns the time in epoch milliseconds, rounded down; empty if it is out of range. */
        OptionalLong millis(double units) {
            double millis = Math.floor(units * nanos / NANOS_OF_A_MILLI + ROUNDING);
            return Math.abs(millis) < MOST_MILLIS ? OptionalLong.of((long) millis) : OptionalLong.empty();
        }

        /** Returns the time in epoch milliseconds, rounded down; empty if the text is no number. */
        OptionalLong millis(String units) {
            // so short that no exponent makes the exact number long
            if (units.length() > LONGEST
                    || !Decimals.isDecimal(units)
                    || EXPONENT.matcher(units).find()) {
                return OptionalLong.empty();
            }
            try {
                BigDecimal millis = new BigDecimal(units)
                        .multiply(BigDecimal.valueOf(nanos))
                        .divide(BigDecimal.valueOf(NANOS_OF_A_MILLI), 0, RoundingMode.FLOOR);
                return OptionalLong.of(millis.longValueExact());
            } catch (NumberFormatException | ArithmeticException e) {
                return OptionalLong.empty();
            }
        }
    }

    /**
     * A text.
     *
     * @param form of the text
     * @param zone of texts that name none
     */
    record Pattern(DateTimeFormatter form, ZoneId zone) implements TimeForm {

        /** ISO 8601, such as {@code 2026-11-26T08:00:00.5+01:00}; in UTC if there is no offset. */
        public static final Pattern ISO = new Pattern(DateTimeFormatter.ISO_DATE_TIME, ZoneOffset.UTC);

        /** Returns the time in epoch milliseconds; empty if the text has another form. */
        OptionalLong millis(String text) {
            try {
                TemporalAccessor parsed =
                        form.parseBest(text.strip(), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
                return OptionalLong.of(instant(parsed).toEpochMilli());
            } catch (DateTimeException | ArithmeticException e) {
                return OptionalLong.empty();
            }
        }

        private Instant instant(TemporalAccessor parsed) {
            if (parsed instanceof LocalDateTime local) {
                return local.atZone(zone).toInstant();
            }
            return parsed instanceof LocalDate day ? day.atStartOfDay(zone).toInstant() : Instant.from(parsed);
        }
    }
}
