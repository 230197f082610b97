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
 * Lets a warning that comes again and again through once a minute. While brokers are away, each of Kafka's clients
 * warns of it several times a second. Theirs are alike whichever client and node they name; others only when they say
 * the very same.
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

    /** As the log's configuration makes it. */
    public RepeatedWarnings() {
        this(System::nanoTime);
    }

    RepeatedWarnings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        // without a message somebody only asks whether the level is on
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
