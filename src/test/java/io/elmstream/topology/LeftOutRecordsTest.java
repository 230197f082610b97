package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.serving.RareWarning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftOutRecordsTest {

    private final Logger log = new LoggerContext().getLogger("any");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final LeftOutRecords leftOut = new LeftOutRecords();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @Test
    void shouldTellOfThousandsInOneLine() {
        // Given
        for (int offset = 4; offset < 5_004; offset++) {
            leftOut.add(offset, new IllegalArgumentException(offset + " bytes of nothing"));
        }

        // When
        leftOut.tell(log, "models");

        // Then
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("left out 5000 records of models, the first at offset 4: 4 bytes of nothing");
    }

    @Test
    void shouldTellOfOne() {
        // Given
        leftOut.add(7, new IllegalArgumentException("no record"));

        // When
        leftOut.tell(log, "models");

        // Then
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("left out the record of models at offset 7: no record");
    }

    @Test
    void shouldSayNothingWhereAllCouldBeRead() {
        // When
        leftOut.tell(log, "models");

        // Then
        assertThat(said.list).isEmpty();
    }

    @Test
    void shouldWarnOfTheFirstAtOnceAndOfTheOthersOnceAMinute() {
        // Given
        RareWarning warning = new RareWarning(log);

        // When
        for (int i = 0; i < 1_000; i++) {
            warning.warn(i, () -> "a record was left out");
        }
        warning.warn(60_000, () -> "a record was left out");

        // Then
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("a record was left out", "a record was left out, and 999 like it before");
    }
}
