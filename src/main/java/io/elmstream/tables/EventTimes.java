package io.elmstream.tables;

import io.elmstream.data.DataException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The column of a table with the event times of its rows. Without a pattern, a number counts seconds, milliseconds,
 * microseconds or nanoseconds since 1970, whichever gives a year that is near, and a text is ISO 8601, also with a
 * space for the T. A time without a zone is in UTC.
 */
public final class EventTimes {

    /** The places of a second in each unit of a number. */
    private static final Map<String, Integer> UNITS = Map.of("s", 0, "ms", 3, "us", 6, "ns", 9);

    /** A number of seconds above this would be in the year 5138. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    private static final int NANO_PLACES = 9;

    /** More places than any time has, on either side of the point. */
    private static final int MOST_PLACES = 100;

    private final String column;
    private final String pattern;
    private final Optional<DateTimeFormatter> formatter;

    /** @param pattern {@code s}, {@code ms}, {@code us} or {@code ns}, one of {@link DateTimeFormatter}, or empty */
    private EventTimes(String column, String pattern) {
        this.column = column;
        this.pattern = pattern;
        this.formatter = pattern.isEmpty() || UNITS.containsKey(pattern)
                ? Optional.empty()
                : Optional.of(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    /** Returns the name of the column. */
    public String column() {
        return column;
    }

    /**
     * Parses {@code COLUMN} or {@code COLUMN:PATTERN}.
     *
     * @param columns those of the table; a column may have a colon in its name
     * @throws IllegalArgumentException if the pattern is none
     */
    public static EventTimes parse(String text, Collection<String> columns) {
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            String column = text.substring(0, colon);
            if (columns.contains(column) && !columns.contains(text)) {
                return new EventTimes(column, text.substring(colon + 1));
            }
        }
        return new EventTimes(text, "");
    }

    /**
     * Returns the time of a row.
     *
     * @throws DataException if it is no time
     */
    public Instant of(TableRow row) {
        String text = row.text(column).strip();
        try {
            return time(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw row.at(
                    column,
                    "is \"" + text + "\", must be a time"
                            + (pattern.isEmpty()
                                    ? "; if it has a pattern of its own, name it, such as --time \"" + column
                                            + ":dd.MM.yyyy HH:mm\""
                                    : " written as " + pattern));
        }
    }

    private Instant time(String text) {
        if (UNITS.containsKey(pattern)) {
            return since1970(new BigDecimal(text.replace(',', '.')), UNITS.get(pattern));
        }
        return formatter.map(known -> instant(known, text)).orElseGet(() -> ofAny(text));
    }

    private static Instant ofAny(String text) {
        if (text.matches("[-+]?[0-9]+([.,][0-9]*)?([eE][-+]?[0-9]+)?")) {
            BigDecimal number = new BigDecimal(text.replace(',', '.'));
            int places = 0;
            while (places < NANO_PLACES && number.movePointLeft(places).abs().compareTo(MOST_SECONDS) > 0) {
                places += 3;
            }
            return since1970(number, places);
        }
        boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
        String iso = spaced ? text.substring(0, 10) + 'T' + text.substring(11).strip() : text;
        return instant(iso.length() == 10 ? DateTimeFormatter.ISO_LOCAL_DATE : DateTimeFormatter.ISO_DATE_TIME, iso);
    }

    private static Instant since1970(BigDecimal number, int places) {
        if (Math.abs((long) number.scale()) > MOST_PLACES) {
            // its digits would not fit into memory
            throw new ArithmeticException("an exponent out of range");
        }
        BigDecimal seconds = number.movePointLeft(places);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_PLACES).longValue());
    }

    private static Instant instant(DateTimeFormatter formatter, String text) {
        TemporalAccessor time = formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        if (time instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        return time instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC)
                : ((LocalDate) time).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
