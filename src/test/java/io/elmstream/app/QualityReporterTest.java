package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Expectation;
import io.elmstream.quality.QualitySketch;
import io.elmstream.wire.CountedQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QualityReporterTest {

    private final Logger log = new LoggerContext().getLogger("any");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final LostReports lost = new LostReports(log, "model-quality", "its readings count later");
    private final List<CountedQuality> versions =
            IntStream.rangeClosed(1, 3).mapToObj(QualityReporterTest::counted).toList();
    private final List<Integer> sent = new ArrayList<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @Test
    void shouldReportTheOtherVersionsAndTellOnceThatOneIsRefused() throws Exception {
        // When: the second one is refused three times, then not any more
        for (int i = 0; i < 3; i++) {
            QualityReporter.reportEach(versions, each -> send(each, new RecordTooLargeException("too large")), lost);
        }
        QualityReporter.reportEach(versions, each -> sent.add(each.version().version()), lost);

        // Then
        assertThat(sent).containsExactly(1, 3, 1, 3, 1, 3, 1, 2, 3);
        assertThat(said.list).hasSize(2);
        assertThat(said.list.get(0).getFormattedMessage()).contains("did not reach", "shuttle version 2", "too large");
        assertThat(said.list.get(1).getFormattedMessage()).isEqualTo("reports reach model-quality again; 3 did not");
    }

    @Test
    void shouldNotWaitForFurtherVersionsWhereBrokersTakeNothing() {
        // When / Then
        assertThatThrownBy(() -> QualityReporter.reportEach(
                        versions, each -> send(each, new NotEnoughReplicasException("one of two")), lost))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(NotEnoughReplicasException.class);
        assertThat(sent).containsExactly(1);
    }

    private void send(CountedQuality each, Exception ofSecond) throws ExecutionException {
        if (each.version().version() == 2) {
            throw new ExecutionException(ofSecond);
        }
        sent.add(each.version().version());
    }

    private static CountedQuality counted(int version) {
        return new CountedQuality(
                new VersionKey(new ModelId("shuttle"), version),
                List.of(),
                List.of("ok"),
                new Expectation(1, new double[0][], 0, new double[0], 0, 0),
                new QualitySketch(1, 1, 1, new long[] {1}, new long[0][], 0, 0));
    }
}
