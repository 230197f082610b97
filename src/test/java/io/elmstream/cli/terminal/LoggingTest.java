package io.elmstream.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

class LoggingTest {

    @Test
    void shouldLogWhatLibrariesWriteToTheLogOfTheJdk() {
        // Given
        java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
        Handler[] before = root.getHandlers();
        ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("a.library");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        // commands that ran in this JVM may have turned the log of libraries off
        logger.setLevel(Level.WARN);
        try {
            // When
            Logging.alsoOfTheJdk();
            java.util.logging.Logger.getLogger("a.library").warning("tries again");

            // Then
            assertThat(events.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("tries again");
            assertThat(root.getHandlers()).hasSize(1);
        } finally {
            SLF4JBridgeHandler.uninstall();
            Arrays.stream(before).forEach(root::addHandler);
            logger.detachAppender(events);
            logger.setLevel(null);
        }
    }

    @Test
    void shouldLogOneJsonObjectALine() throws Exception {
        // Given
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%msg%n");
        text.start();
        appender.setContext(context);
        appender.setEncoder(text);
        appender.setOutputStream(out);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);

        // When
        Logging.asJson(context);
        context.getLogger("a.Name")
                .atWarn()
                .addKeyValue("model", "shuttle")
                .setCause(new IllegalStateException("broken"))
                .log("version {}\nis bad", 2);

        // Then
        String[] lines = out.toString(UTF_8).split("\n");
        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines[0]);
        assertThat(event.get("timestamp").isNumber()).isTrue();
        assertThat(event.get("level").asText()).isEqualTo("WARN");
        assertThat(event.get("loggerName").asText()).isEqualTo("a.Name");
        assertThat(event.get("formattedMessage").asText()).isEqualTo("version 2\nis bad");
        assertThat(event.get("kvpList").get(0).get("model").asText()).isEqualTo("shuttle");
        assertThat(event.get("throwable").get("message").asText()).isEqualTo("broken");
        assertThat(event.has("context")).isFalse();
    }
}
