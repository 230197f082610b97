package io.elmstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Marker;

/**
 * A log filter that lets a repeated warning through once a minute. While brokers are unavailable, each of Kafka's
 * clients logs warnings several times a second. Warnings of Kafka's clients are considered equal regardless of the
 * client and node that they name; others only if they are identical.
 */
public final class RepeatedWarnings extends TurboFilter {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 500;
    private static final Pattern CLIENT = Pattern.compile("^\\[[^]]*] ");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final LongSupplier nanos;
    private final Map<String, Long> shown = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    /** Called when the logging configuration creates the filter. */
    public RepeatedWarnings() {
        this(System::nanoTime);
    }

    RepeatedWarnings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        // without a message, the caller only checks whether the level is enabled
        boolean repeats = format != null && logger.isEnabledFor(level) && mayRepeat(logger.getName(), level);
        return repeats && !isDue(key(logger.getName(), level, format, parameters))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean mayRepeat(String logger, Level level) {
        return level == Level.WARN || (level == Level.ERROR && logger.startsWith("org.apache.kafka.clients"));
    }

    private static String key(String logger, Level level, String format, Object[] parameters) {
        if (logger.startsWith("org.apache.kafka.")) {
            return logger
                    + level
                    + NUMBER.matcher(CLIENT.matcher(format).replaceFirst("")).replaceAll("#");
        }
        return logger + level + format + Arrays.toString(parameters);
    }

    private synchronized boolean isDue(String key) {
        long now = nanos.getAsLong();
        Long before = shown.get(key);
        if (before != null && now - before < PAUSE.toNanos()) {
            return false;
        }
        shown.put(key, now);
        return true;
    }
}
