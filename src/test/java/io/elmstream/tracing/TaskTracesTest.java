package io.elmstream.tracing;

import static io.elmstream.support.RecordedSpans.headers;
import static io.elmstream.support.RecordedSpans.traceId;
import static io.elmstream.support.RecordedSpans.traceparent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.support.RecordedSpans;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTracesTest {

    private static final Headers NONE = new RecordHeaders();

    private final RecordedSpans spans = new RecordedSpans();
    private final TaskTraces traces = spans.traces().ofTask("elmstream", "0_3", 3);

    private record Reading(String topic, Headers headers) implements TracedReading {}

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void shouldDescribeAMicroBatchAsTheConventionsForMessagingAsk() {
        // When
        traces.follow(List.of(reading("readings", traceparent(1)), reading("readings", traceparent(2))), () -> {
            traces.scored("shuttle", 3);
            traces.scored("other", 1);
        });

        // Then
        SpanData span = onlySpan();
        assertThat(span.getName()).isEqualTo("process readings");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        assertThat(span.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
                .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.consumer.group.name"), "elmstream")
                .containsEntry(AttributeKey.stringKey("messaging.destination.partition.id"), "3")
                .containsEntry(AttributeKey.stringKey("elmstream.task"), "0_3")
                .containsEntry(TaskTraces.TOPIC, "readings")
                .containsEntry(TaskTraces.RECORDS, 2L)
                .containsEntry(TaskTraces.READINGS, 2L)
                .containsEntry(TaskTraces.VERSIONS, List.of("shuttle/3", "other/1"))
                .doesNotContainKey(TaskTraces.LINKS_LEFT_OUT);
        assertThat(linked(span)).containsExactly(traceId(1), traceId(2));
    }

    @Test
    void shouldScoreAndForwardWhateverAPropagatorMakesOfTheHeaders() {
        // Given
        TextMapPropagator strict = new TextMapPropagator() {
            @Override
            public List<String> fields() {
                return List.of();
            }

            @Override
            public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {}

            @Override
            public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
                throw new IllegalArgumentException("malformed");
            }
        };
        TaskTraces traces = spans.traces(strict).ofTask("elmstream", "0_3", 3);
        List<String> forwarded = new ArrayList<>();

        // When
        traces.follow(
                List.of(reading("readings", traceparent(1))),
                () -> traces.within(headers(traceparent(1)), () -> forwarded.add("prediction")));

        // Then
        assertThat(forwarded).containsExactly("prediction");
        assertThat(onlySpan().getLinks()).isEmpty();
    }

    @Test
    void shouldForwardOutsideTheTraceOfTheReadingInWork() {
        // Given
        List<Boolean> traced = new ArrayList<>();

        // When
        traces.within(headers(traceparent(1)), () -> {
            traced.add(Span.current().getSpanContext().isValid());
            Traces.outside(() -> traced.add(Span.current().getSpanContext().isValid()));
        });

        // Then
        assertThat(traced).containsExactly(true, false);
    }

    @Test
    void shouldNameNoTopicForReadingsOfSeveral() {
        // When
        traces.follow(List.of(reading("left", traceparent(1)), reading("right", traceparent(2))), () -> {});

        // Then
        SpanData span = onlySpan();
        assertThat(span.getName()).isEqualTo("process");
        assertThat(span.getAttributes().get(TaskTraces.TOPIC)).isNull();
    }

    @Test
    void shouldCountARecordOfSeveralReadingsOnce() {
        // Given
        Reading reading = reading("readings", traceparent(1));

        // When
        traces.follow(List.of(reading, reading, reading("readings", traceparent(2))), () -> {});

        // Then
        SpanData span = onlySpan();
        assertThat(span.getAttributes().get(TaskTraces.RECORDS)).isEqualTo(2);
        assertThat(span.getAttributes().get(TaskTraces.READINGS)).isEqualTo(3);
        assertThat(linked(span)).containsExactly(traceId(1), traceId(2));
    }

    @Test
    void shouldLinkEachSourceOnceAndSayHowManyWereLeftOut() {
        // Given
        List<Reading> readings = IntStream.rangeClosed(1, 130)
                .mapToObj(i -> reading("readings", traceparent(i)))
                .toList();
        List<Reading> twice = new ArrayList<>(readings);
        twice.addAll(readings);

        // When
        traces.follow(twice, () -> {});

        // Then
        SpanData span = onlySpan();
        assertThat(span.getLinks()).hasSize(TaskTraces.MAX_LINKS);
        assertThat(span.getTotalRecordedLinks()).isEqualTo(TaskTraces.MAX_LINKS);
        assertThat(span.getAttributes().get(TaskTraces.LINKS_LEFT_OUT)).isEqualTo(2);
    }

    @Test
    void shouldNotLinkATraceThatIsNotSampled() {
        // Given
        String notSampled = traceparent(1).replaceAll("01$", "00");

        // When
        traces.follow(List.of(reading("readings", notSampled)), () -> {});

        // Then
        assertThat(onlySpan().getLinks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "00-0-0-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E473-00f067aa0ba902b7-01-\u0000"
            })
    void shouldPassOverAMalformedHeader(String malformed) {
        // Given
        List<String> inside = new ArrayList<>();

        // When
        traces.follow(
                List.of(reading("readings", malformed)),
                () -> traces.within(headers(malformed), () -> inside.add(currentTrace())));

        // Then
        SpanData span = onlySpan();
        assertThat(span.getLinks()).isEmpty();
        assertThat(inside).containsExactly(span.getTraceId());
    }

    @Test
    void shouldPassOverAHeaderWithoutAValue() {
        // Given
        Headers empty = new RecordHeaders().add("traceparent", null);

        // When
        traces.follow(List.of(new Reading("readings", empty)), () -> traces.within(empty, () -> {}));

        // Then
        assertThat(onlySpan().getLinks()).isEmpty();
    }

    @Test
    void shouldForwardAnOutputInTheTraceOfItsReading() {
        // Given
        List<String> inside = new ArrayList<>();
        Headers traced = headers(traceparent(7)).add("tracestate", "vendor=a".getBytes(UTF_8));

        // When
        traces.follow(List.of(new Reading("readings", traced)), () -> {
            traces.within(traced, () -> {
                inside.add(currentTrace());
                inside.add(Span.current().getSpanContext().getTraceState().get("vendor"));
            });
            traces.within(NONE, () -> inside.add(currentTrace()));
        });

        // Then
        assertThat(inside).containsExactly(traceId(7), "a", onlySpan().getTraceId());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void shouldTellOfAVersionThatCouldNotScore() {
        // When
        traces.follow(
                List.of(reading("readings", traceparent(1))),
                () -> traces.failed("shuttle", 3, new IllegalStateException("no scores")));

        // Then
        SpanData span = onlySpan();
        assertThat(span.getStatus())
                .isEqualTo(StatusData.create(StatusData.error().getStatusCode(), "shuttle/3 could not score"));
        assertThat(span.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
        assertThat(span.getAttributes().get(TaskTraces.VERSIONS)).containsExactly("shuttle/3");
    }

    @Test
    void shouldEndTheSpanOfAMicroBatchThatFails() {
        // Given
        List<Reading> readings = List.of(reading("readings", traceparent(1)));

        // When
        assertThatThrownBy(() -> traces.follow(readings, () -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");

        // Then
        assertThat(onlySpan().getStatus().getDescription()).isEqualTo("the micro-batch was not forwarded completely");
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void shouldNotBeOnInAProcessWithoutAnAgent() {
        // When
        Optional<Traces> found = Traces.ofProcess();

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void shouldNotBeOnWhereALibraryOnlyAskedForTraces() {
        // Given
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.get();
        assertThat(GlobalOpenTelemetry.isSet()).isTrue();

        // When
        Optional<Traces> found = Traces.ofProcess();

        // Then
        GlobalOpenTelemetry.resetForTest();
        assertThat(found).isEmpty();
    }

    @Test
    void shouldBeOnWhereTheProcessHasSetThemUp() {
        // Given
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder().build());

        // When
        Optional<Traces> found = Traces.ofProcess();

        // Then
        GlobalOpenTelemetry.resetForTest();
        assertThat(found).isPresent();
    }

    private SpanData onlySpan() {
        List<SpanData> ended = spans.ended();
        assertThat(ended).hasSize(1);
        return ended.get(0);
    }

    private static List<String> linked(SpanData span) {
        return span.getLinks().stream()
                .map(link -> link.getSpanContext().getTraceId())
                .toList();
    }

    private static String currentTrace() {
        return Span.current().getSpanContext().getTraceId();
    }

    private static Reading reading(String topic, String traceparent) {
        return new Reading(topic, headers(traceparent));
    }
}
