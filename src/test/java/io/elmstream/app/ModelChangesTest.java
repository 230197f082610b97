package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class ModelChangesTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ModelChangesTest.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final ModelChanges changes = new ModelChanges(logger, "i1");

    @BeforeEach
    void listen() {
        events.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
    }

    @Test
    void shouldTellEachChangeOnceWithItsFields() {
        // When
        changes.take(List.of(model(1, 0, version(1, Readiness.PREPARING))), 0);
        changes.take(List.of(model(1, 1, version(1, Readiness.READY))), 1);
        changes.take(List.of(model(1, 1, version(1, Readiness.READY))), 2);
        changes.take(List.of(model(2, 0, version(1, Readiness.READY), version(2, Readiness.FAILED))), 3);

        // Then
        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "version 1 of model m is ready, by revision 1",
                        "version 1 of model m is the champion, by revision 1",
                        "version 2 of model m cannot serve: too large, by revision 2",
                        "version 1 of model m is no longer the champion, by revision 2");
        assertThat(events.list.get(2).getKeyValuePairs())
                .extracting(KeyValuePair::toString)
                .containsExactly("model=\"m\"", "version=\"2\"", "revision=\"2\"", "instance=\"i1\"");
    }

    @Test
    void shouldLogNoMoreThanSomeEventsAMinute() {
        // Given
        List<InstanceReport.Version> many = new ArrayList<>();
        for (int i = 1; i <= ModelChanges.MOST + 5; i++) {
            many.add(version(i, Readiness.READY));
        }
        InstanceReport.Version[] versions = many.toArray(InstanceReport.Version[]::new);

        // When
        changes.take(List.of(model(1, 0, versions)), ModelChanges.PERIOD.toMillis());
        changes.take(List.of(model(1, 3, versions)), 2 * ModelChanges.PERIOD.toMillis());

        // Then
        assertThat(events.list).hasSize(ModelChanges.MOST + 2);
        assertThat(events.list.get(ModelChanges.MOST).getFormattedMessage())
                .isEqualTo("5 further changes of models were not logged");
    }

    private static InstanceReport.Version version(int number, Readiness readiness) {
        return new InstanceReport.Version(
                number,
                readiness,
                readiness == Readiness.FAILED ? Optional.of("too large") : Optional.empty(),
                1,
                0,
                0,
                0);
    }

    private static InstanceReport.Model model(long revision, int champion, InstanceReport.Version... versions) {
        return new InstanceReport.Model(
                new ModelId("m"),
                revision,
                champion == 0 ? OptionalInt.empty() : OptionalInt.of(champion),
                List.of(versions),
                Optional.empty());
    }
}
