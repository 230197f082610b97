package io.elmstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Configures what is logged to stderr. */
public final class Logging {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logging.class);

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

    /** Logs what libraries write to the log of the JDK, which would print it to stderr in a form of its own. */
    static void alsoOfTheJdk() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /**
     * Logs one JSON object a line from now on, wherever lines of text are logged to; also what ends a thread, which the
     * JVM would print as a stack trace.
     */
    public static void asJson() {
        asJson((LoggerContext) LoggerFactory.getILoggerFactory());
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> LOG.error("thread {} ended", thread.getName(), failure));
    }

    static void asJson(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof OutputStreamAppender<ILoggingEvent> lines) {
                lines.setEncoder(json(context));
            }
        });
    }

    private static JsonEncoder json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        // the formatted message has both
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
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
