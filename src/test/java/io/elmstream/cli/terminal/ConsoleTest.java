package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class ConsoleTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Console.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err));

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }

    @Test
    void shouldPrintMessagesAndFailures() {
        // When
        console.print("running");
        console.fail(false, "STOPPED", "it stopped", "");

        // Then
        assertThat(out).hasToString("running" + System.lineSeparator());
        assertThat(err).hasToString("elmstream: it stopped" + System.lineSeparator());
        assertThat(events.list).isEmpty();
    }

    @Test
    void shouldLogMessagesAndFailuresInstead() {
        // When
        console.log();
        console.print("running as {}");
        console.say(true, "waiting");
        console.fail(false, "STOPPED", "it stopped", "http.port");

        // Then
        assertThat(out.toString() + err).isEmpty();
        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("running as {}", "waiting", "it stopped");
        assertThat(events.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.INFO, Level.INFO, Level.ERROR);
        assertThat(events.list.get(2).getKeyValuePairs())
                .containsExactly(new KeyValuePair("code", "STOPPED"), new KeyValuePair("field", "http.port"));
    }
}
