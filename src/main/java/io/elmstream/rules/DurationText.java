package io.elmstream.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rule sets show them: {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}. */
final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

    private DurationText() {}

    /** Returns the duration, unless the text has another form. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(unit(matcher.group(2).charAt(0)).multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    /** Returns a duration of whole seconds, in the largest unit that divides it. */
    static String write(Duration duration) {
        for (char unit : new char[] {'d', 'h', 'm'}) {
            if (!duration.isZero() && duration.toSeconds() % unit(unit).toSeconds() == 0) {
                return Long.toString(duration.dividedBy(unit(unit))) + unit;
            }
        }
        return duration.toSeconds() + "s";
    }

    private static Duration unit(char letter) {
        return switch (letter) {
            case 'd' -> Duration.ofDays(1);
            case 'h' -> Duration.ofHours(1);
            case 'm' -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
