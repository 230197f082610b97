package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.app.HealthReport.Status;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthLogTest {

    private final Logger logger = new LoggerContext().getLogger("any");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final HealthLog log = new HealthLog(logger);

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @Test
    void shouldSayWhyItIsStalledOnceAMinuteAndThatItIsOver() {
        // When
        log.take(report(Status.UP), 0);
        for (int second = 1; second <= 61; second++) {
            log.take(
                    report(Status.STALLED, "the registry is away for " + second + " s", "a partition stands"),
                    second * 1_000L);
        }
        log.take(report(Status.UP), 62_000);
        log.take(report(Status.UP), 63_000);

        // Then
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "stalled: the registry is away for 1 s; a partition stands",
                        "stalled: the registry is away for 61 s; a partition stands",
                        "every task makes progress again");
    }

    @Test
    void shouldSayNothingOfAnInstanceThatWaitsOrEnds() {
        // When
        log.take(report(Status.WAITING), 0);
        log.take(report(Status.UP), 1_000);
        log.take(report(Status.DOWN), 2_000);

        // Then
        assertThat(said.list).isEmpty();
    }

    private static HealthReport report(Status status, String... problems) {
        return new HealthReport(
                status,
                State.RUNNING,
                State.RUNNING,
                1,
                List.of(),
                List.of(problems),
                List.of(),
                Map.of(),
                List.of(),
                0,
                0,
                Map.of());
    }
}
