package io.elmstream.rules;

import static io.elmstream.rules.Bounds.require;

import java.time.Duration;
import java.util.Optional;

/** What raises the alert of a rule. */
public sealed interface Trigger {

    /** The widest window of {@link Hits}: its state is the bits of one {@code long}. */
    int MAX_WINDOW = Long.SIZE;

    /** The shortest duration. */
    Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest duration. */
    Duration LONGEST = Duration.ofDays(30);

    /** Returns when the alert is raised, in words; empty if on every reading on which the rule fires. */
    String words();

    /**
     * The rule fires on a number of the last readings.
     *
     * @param n the readings on which it fires, 1 to {@code of}
     * @param of the last readings, 1 to {@value #MAX_WINDOW}
     */
    record Hits(int n, int of) implements Trigger {

        /** What raises an alert on every reading on which the rule fires. */
        public static final Hits ONE = new Hits(1, 1);

        /** Checks the bounds. */
        public Hits {
            require(of >= 1 && of <= MAX_WINDOW, "of is " + of + ", must be 1 to " + MAX_WINDOW);
            require(n >= 1 && n <= of, "n is " + n + ", must be 1 to of, which is " + of);
        }

        @Override
        public String words() {
            return equals(ONE) ? "" : "on " + n + " of the last " + of + " readings";
        }
    }

    /**
     * The rule fires on every reading for some event time.
     *
     * @param duration for how long, {@link #SHORTEST} to {@link #LONGEST}; zero, with a condition that clears, raises
     *     on the first reading
     * @param until the condition that clears the alert; if empty, a reading on which the rule does not fire clears it
     */
    record Held(Duration duration, Optional<String> until) implements Trigger {

        /** Checks the bounds. */
        public Held {
            require(
                    isDuration(duration) || (duration.isZero() && until.isPresent()),
                    "the duration is " + duration + ", must be " + SHORTEST + " to " + LONGEST);
        }

        @Override
        public String words() {
            String after = duration.isZero() ? "" : "after " + DurationText.write(duration);
            return until.map(each -> after.isEmpty() ? "until " + each : after + ", until " + each)
                    .orElse(after);
        }
    }

    /**
     * The sensor sends no reading for some time. The rule has no condition.
     *
     * @param duration for how long, {@link #SHORTEST} to {@link #LONGEST}
     */
    record Silent(Duration duration) implements Trigger {

        /** Checks the bounds. */
        public Silent {
            require(isDuration(duration), "the duration is " + duration + ", must be " + SHORTEST + " to " + LONGEST);
        }

        @Override
        public String words() {
            return "after " + DurationText.write(duration) + " without a reading";
        }
    }

    private static boolean isDuration(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0
                && duration.compareTo(LONGEST) <= 0
                && duration.equals(Duration.ofSeconds(duration.toSeconds()));
    }
}
