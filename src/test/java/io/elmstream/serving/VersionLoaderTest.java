package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.TestModels;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VersionLoaderTest {

    /** No other test has a model of this name, which may be loaded at the same time. */
    private static final String MODEL = "misspelt";

    private final Logger log = (Logger) LoggerFactory.getLogger(VersionLoader.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        // tests of commands make all of it quiet
        log.setLevel(Level.WARN);
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stop() {
        log.detachAppender(said);
        log.setLevel(null);
    }

    @Test
    void shouldWarnOnceOfAStepForAFeatureThatAVersionDoesNotHave() {
        // Given
        VersionLoader loader = new VersionLoader(new PlainForwardPass(), Rounding.of(List.of("lefft=0.5")));

        // When: as for a late reading and another one
        for (int version : List.of(1, 1, 2)) {
            loader.loadLate(new VersionKey(new ModelId(MODEL), version), TestModels.greater(MODEL, version));
        }

        // Then
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(message -> message.contains(MODEL))
                .hasSize(2)
                .allMatch(message -> message.startsWith("cache.rounding names \"lefft\""));
    }
}
