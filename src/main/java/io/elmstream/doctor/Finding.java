package io.elmstream.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One line of a check-up.
 *
 * @param area what was looked at: cluster, clock, topics, replicas, rights, registry, machine, models or lag
 * @param level ok, warning or fault
 * @param text what was found
 * @param remedy what mends it, a command where there is one; empty if nothing is to be mended
 */
public record Finding(String area, Level level, String text, String remedy) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** It works, but not as one may expect, or perhaps not for long. */
        WARNING,
        /** An instance does not start, or readings are not scored. */
        FAULT;

        /** Returns the level as it is printed. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String area, String text) {
        return new Finding(area, Level.OK, text, "");
    }

    static Finding warning(String area, String text, String remedy) {
        return new Finding(area, Level.WARNING, text, remedy);
    }

    static Finding fault(String area, String text, String remedy) {
        return new Finding(area, Level.FAULT, text, remedy);
    }
}
