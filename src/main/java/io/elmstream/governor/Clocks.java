package io.elmstream.governor;

import java.util.Locale;
import java.util.Optional;

/**
 * The governor's clock and the timestamp of a command's record, which comes from its sender's clock, or from the
 * broker's if the topic is configured so.
 *
 * @param governor in epoch milliseconds
 * @param command in epoch milliseconds; 0 or less if unknown
 */
public record Clocks(long governor, long command) {

    /** The largest difference that is tolerated, in milliseconds. */
    public static final long TOLERANCE = 5_000;

    /** The age from which on a command is reported as old, in milliseconds. */
    static final long LONG_WAIT = 60_000;

    /**
     * Returns the time from which a change is counted: the later of the two, because a change must not affect readings
     * that are already scored. A command from the past may have waited.
     */
    public long now() {
        return command - governor > TOLERANCE ? command : governor;
    }

    /** Returns what is wrong, in words; empty if the clocks agree. */
    public Optional<String> difference() {
        if (command - governor > TOLERANCE) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the governor's clock is %,d s behind that of the command, so the change is counted from the"
                            + " command's: set the clocks",
                    (command - governor) / 1_000));
        }
        if (command > 0 && governor - command > LONG_WAIT) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "by the governor's clock the command is %,d s old: it waited, or the clocks differ and the"
                            + " change comes so much later",
                    (governor - command) / 1_000));
        }
        return Optional.empty();
    }
}
