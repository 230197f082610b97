package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {

    private static final String KAFKA = "org.apache.kafka.clients.NetworkClient";

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private long now = 1;

    @BeforeEach
    void listen() {
        context.addTurboFilter(new RepeatedWarnings(() -> now));
        shown.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(shown);
    }

    @Test
    void shouldWarnOnceAndThenEachMinute() {
        // When
        for (int second = 0; second < 121; second++) {
            for (int client = 0; client < 20; client++) {
                context.getLogger(KAFKA)
                        .warn("[Consumer clientId=c-" + client + ", groupId=g] Connection to node " + client
                                + " (localhost/127.0.0.1:9092) could not be established. Node may not be available.");
            }
            now += Duration.ofSeconds(1).toNanos();
        }

        // Then
        assertThat(shown.list).hasSize(3);
    }

    @Test
    void shouldLetThroughWhatDiffers() {
        // When
        context.getLogger(KAFKA).warn("[a] Bootstrap broker is away");
        context.getLogger(KAFKA).warn("[a] The coordinator is away");
        context.getLogger("io.elmstream.serving.ModelIndex").warn("version {} cannot serve", 1);
        context.getLogger("io.elmstream.serving.ModelIndex").warn("version {} cannot serve", 2);
        context.getLogger("io.elmstream.serving.ModelIndex").warn("version {} cannot serve", 2);
        context.getLogger("io.elmstream.app.Elmstream").info("started");
        context.getLogger("io.elmstream.app.Elmstream").info("started");

        // Then
        assertThat(shown.list).hasSize(6);
    }

    @Test
    void shouldWriteNoLogThatCommandsATerminal() throws Exception {
        // Given
        LoggerContext ours = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(ours);
        configurator.doConfigure(Path.of("src/dist/conf/logback.xml").toFile());
        Logger root = ours.getLogger(Logger.ROOT_LOGGER_NAME);
        var appender = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");

        // When
        byte[] line = appender.getEncoder()
                .encode(new LoggingEvent(
                        "x",
                        root,
                        Level.WARN,
                        "model \u001b[2J\u009b\u202e\nforged \u00dc",
                        new IllegalStateException("why \u001b[2J"),
                        null));

        // Then
        String text = new String(line, StandardCharsets.UTF_8);
        assertThat(text).contains("model ?[2J??", "forged \u00dc", "IllegalStateException: why ?[2J", "\n\tat ");
        assertThat(text.lines().findFirst().orElseThrow()).contains("forged");
        assertThat(ours.getTurboFilterList()).hasSize(1);
    }
}
