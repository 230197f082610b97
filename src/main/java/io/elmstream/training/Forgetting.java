package io.elmstream.training;

import io.elmstream.elm.Shapes;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the weight of a row in online learning falls with its age. */
public sealed interface Forgetting {

    /**
     * Returns the weight of a row.
     *
     * @param rows how many rows have come since, 0 for the newest
     * @param age the time since, 0 or more
     * @return from 0 to 1
     */
    double weight(long rows, Duration age);

    /** {@return the rule in a few words} */
    String description();

    /**
     * Reads a rule as it is written on the command line and in the configuration: {@code never}; a factor such as
     * {@code 0.99}; a half-life in rows such as {@code 500rows}, or in time such as {@code 500ms}, {@code 30s},
     * {@code 20m} or {@code 12h}.
     *
     * @param text the rule
     * @return the rule
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Forgetting of(String text) {
        if (text.equals("never")) {
            return new Never();
        }
        if (text.endsWith("rows")) {
            return ByRows.halfLife(Double.parseDouble(text.substring(0, text.length() - 4)));
        }
        Matcher time = Pattern.compile("(\\d{1,6})(ms|s|m|h)").matcher(text);
        if (!time.matches()) {
            return new ByRows(Double.parseDouble(text));
        }
        long number = Long.parseLong(time.group(1));
        return new ByTime(
                switch (time.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }

    /** All rows count alike, for ever. */
    record Never() implements Forgetting {

        @Override
        public double weight(long rows, Duration age) {
            return 1;
        }

        @Override
        public String description() {
            return "never";
        }
    }

    /**
     * Each row makes all earlier ones count less.
     *
     * @param factor above 0 and below 1
     */
    record ByRows(double factor) implements Forgetting {

        /** Checks the factor. */
        public ByRows {
            Shapes.require(factor > 0 && factor < 1, "factor is " + factor + ", must be above 0 and below 1");
        }

        /**
         * Returns the factor of a half-life.
         *
         * @param rows after how many a row counts half, above 0
         * @return the rule
         */
        public static ByRows halfLife(double rows) {
            Shapes.require(rows > 0 && Double.isFinite(rows), "half-life is " + rows + " rows, must be above 0");
            return new ByRows(StrictMath.pow(0.5, 1 / rows));
        }

        @Override
        public double weight(long rows, Duration age) {
            return StrictMath.pow(factor, rows);
        }

        @Override
        public String description() {
            double halfLife = StrictMath.log(0.5) / StrictMath.log(factor);
            return String.format(Locale.ROOT, "factor %s, half-life %,.0f rows", factor, halfLife);
        }
    }

    /**
     * Rows count less the longer ago they are, by event time; silence changes no model, since it makes all rows count
     * less alike.
     *
     * @param halfLife after which a row counts half, above 0
     */
    record ByTime(Duration halfLife) implements Forgetting {

        /** Checks the half-life. */
        public ByTime {
            Shapes.require(
                    !halfLife.isZero() && !halfLife.isNegative(), "half-life is " + halfLife + ", must be above 0");
        }

        @Override
        public double weight(long rows, Duration age) {
            return StrictMath.pow(0.5, seconds(age) / seconds(halfLife));
        }

        @Override
        public String description() {
            return "half-life " + halfLife;
        }

        private static double seconds(Duration duration) {
            return duration.getSeconds() + duration.getNano() / 1e9;
        }
    }
}
