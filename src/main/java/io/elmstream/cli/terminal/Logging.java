package io.elmstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Configures what is logged to stderr. */
public final class Logging {

    private Logging() {}

    /**
     * Logs only our errors, for commands that show their own progress; the environment variable LOG_OTHERS overrides
     * it.
     */
    public static void onlyErrors() {
        if (System.getenv("LOG_OTHERS") == null) {
            level(Logger.ROOT_LOGGER_NAME, Level.OFF);
            level("io.elmstream", Level.ERROR);
        }
    }

    /** Runs an action without warnings of Kafka's clients: the command reports their content in one line afterwards. */
    static void withoutClients(Runnable action) {
        Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka");
        Level before = clients.getLevel();
        clients.setLevel(Level.OFF);
        try {
            action.run();
        } finally {
            clients.setLevel(before);
        }
    }

    private static void level(String logger, Level level) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(level);
    }
}
