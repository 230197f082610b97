package io.elmstream.governor;

import java.util.Locale;
import java.util.Optional;

/**
 * The governor's clock beside the time of a command's record, which is its sender's clock, or the broker's where the
 * topic says so.
 *
 * @param governor in epoch milliseconds
 * @param command in epoch milliseconds; 0 or less where it is unknown
 */
public record Clocks(long governor, long command) {

    /** Clocks that differ by more are not called alike, in milliseconds. */
    static final long TOLERANCE = 5_000;

    /** A command that waited longer, or seems to have, is told so, in milliseconds. */
    static final long LONG_WAIT = 60_000;

    /**
     * The time that a change is counted from: the later one where the command comes from the governor's future, since a
     * change must not reach back to readings that are scored. A command from the past may have waited.
     */
    public long now() {
        return command - governor > TOLERANCE ? command : governor;
    }

    /** What is wrong, in words; empty where the clocks agree. */
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
