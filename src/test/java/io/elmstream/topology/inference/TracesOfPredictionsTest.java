package io.elmstream.topology.inference;

import static io.elmstream.support.RecordedSpans.headers;
import static io.elmstream.support.RecordedSpans.traceId;
import static io.elmstream.support.RecordedSpans.traceparent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.rollout.Step;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.RecordedSpans;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.SensorReading;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the traces of readings go on; what a span contains is in TaskTracesTest. */
class TracesOfPredictionsTest {

    private static final AlertSettings ALERTS = new AlertSettings(Set.of("right"), new AlertRule(1, 1, 0.6));
    private static final BatchPolicy OF_TWO = new BatchPolicy(2, Duration.ofMillis(5));

    private final RecordedSpans spans = new RecordedSpans();

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void shouldPassTheTraceOfAReadingOnToItsOutputsWithoutAnyAgent() {
        try (InferenceDriver driver = new InferenceDriver(ALERTS)) {
            // When
            send(driver);

            // Then
            shouldPassOnTheHeaders(driver);
        }
    }

    @Test
    void shouldPassTheTraceOfAReadingOnUnchangedInsideOfASpan() {
        try (InferenceDriver driver = new InferenceDriver(ALERTS, spans.traces())) {
            // When
            send(driver);

            // Then
            shouldPassOnTheHeaders(driver);
            List<SpanData> ended = spans.ended();
            assertThat(ended).hasSize(2).extracting(SpanData::getName).containsOnly("process sensor-readings");
            assertThat(linked(ended.get(0))).containsExactly(traceId(1));
        }
    }

    /** Two readings, of which the first raises an alert and the second clears it, and a record that is none. */
    private static void send(InferenceDriver driver) {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        byte[] key = "pump-1".getBytes(UTF_8);
        byte[] right = driver.encode(new SensorReading("pump-1", null, null, null, List.of(1f, 3f)));
        byte[] left = driver.encode(new SensorReading("pump-1", null, null, null, List.of(3f, 1f)));
        driver.send(key, right, withState(1), 1_000);
        driver.send(key, left, withState(2), 1_000);
        driver.send(key, new byte[] {1}, withState(3), 1_000);
    }

    private static Headers withState(int trace) {
        return headers(traceparent(trace)).add("tracestate", "vendor=a".getBytes(UTF_8));
    }

    private static void shouldPassOnTheHeaders(InferenceDriver driver) {
        assertThat(driver.encodedPredictions())
                .extracting(TracesOfPredictionsTest::trace)
                .containsExactly(traceparent(1) + " vendor=a", traceparent(2) + " vendor=a");
        assertThat(driver.encodedAlerts())
                .extracting(TracesOfPredictionsTest::trace)
                .containsExactly(traceparent(1) + " vendor=a", traceparent(2) + " vendor=a");
        assertThat(driver.deadLetters())
                .extracting(TracesOfPredictionsTest::trace)
                .containsExactly(traceparent(3) + " vendor=a");
    }

    @Test
    void shouldFollowAMicroBatchAndForwardEachOutputInTheTraceOfItsReading() {
        // Given
        BatchHarness batch = serving(new BatchHarness(OF_TWO, new PlainForwardPass(), spans.traces()));

        // When
        batch.sendWith(headers(traceparent(1)), 0, 1f, 2f);
        batch.sendWith(new RecordHeaders(), 1, 1f, 2f);

        // Then
        assertThat(spans.ended()).singleElement().satisfies(span -> {
            assertThat(linked(span)).containsExactly(traceId(1));
            // the prediction of each, and what alerts are told of it
            assertThat(batch.traces()).containsExactly(traceId(1), traceId(1), span.getTraceId(), span.getTraceId());
        });
    }

    @Test
    void shouldForwardADeadLetterInTheTraceOfItsReading() {
        // Given
        BatchHarness batch = new BatchHarness(OF_TWO, new PlainForwardPass(), spans.traces());

        // When
        batch.sendWith(headers(traceparent(1)), 0, 1f, 2f);

        // Then
        assertThat(batch.traces()).containsExactly(traceId(1));
        assertThat(spans.ended()).isEmpty();
    }

    @Test
    void shouldFollowTheRestOfAMicroBatchThatWasInterrupted() {
        // Given
        BatchHarness batch = serving(new BatchHarness(OF_TWO, new PlainForwardPass(), spans.traces()));
        batch.sendWith(headers(traceparent(1)), 0, 1f, 2f);
        batch.timeOutAtForward(2);

        // When
        assertThatThrownBy(() -> batch.sendWith(headers(traceparent(2)), 1, 1f, 2f))
                .isInstanceOf(TimeoutException.class);
        batch.sendWith(headers(traceparent(2)), 1, 1f, 2f);

        // Then
        List<SpanData> ended = spans.ended();
        assertThat(ended)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
        assertThat(linked(ended.get(0))).containsExactly(traceId(1), traceId(2));
        assertThat(linked(ended.get(1))).containsExactly(traceId(2));
    }

    @Test
    void shouldTellOfAVersionThatCouldNotScore() {
        // Given
        BatchHarness batch = serving(new BatchHarness(
                OF_TWO,
                (model, rows, count, workspace, probabilities) -> {
                    throw new IllegalStateException("no scores");
                },
                spans.traces()));

        // When
        batch.sendWith(new RecordHeaders(), 0, 1f, 2f);
        batch.commit();

        // Then
        assertThat(spans.ended())
                .singleElement()
                .satisfies(
                        span -> assertThat(span.getStatus().getDescription()).isEqualTo("shuttle/1 could not score"));
    }

    private static BatchHarness serving(BatchHarness batch) {
        batch.publish("shuttle", 1, TestModels.greater("shuttle", 1));
        batch.activate("shuttle", Step.champion(1, Step.BEGINNING, 1, "test", 0));
        return batch;
    }

    private static List<String> linked(SpanData span) {
        return span.getLinks().stream()
                .map(link -> link.getSpanContext().getTraceId())
                .toList();
    }

    private static String trace(TestRecord<?, ?> output) {
        return InferenceDriver.header(output, "traceparent") + " " + InferenceDriver.header(output, "tracestate");
    }
}
