package io.elmstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.bench.CountingBench.Loops;
import io.elmstream.bench.CountingBench.Scored;
import io.elmstream.tracing.TaskTraces;
import io.elmstream.tracing.TracedReading;
import io.elmstream.tracing.Traces;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The span of each micro-batch, and outputs in the trace of their readings; the spans are not sent. */
public final class TracingBench implements CountingBench.Counting {

    /** What there is to trace. */
    public enum Kind {
        /** No OpenTelemetry in the process; the readings have headers of traces. */
        OFF,
        /** An OpenTelemetry that is switched off; the readings have headers of traces. */
        DISABLED,
        /** OpenTelemetry with its SDK; the readings have no headers. */
        UNTRACED,
        /** OpenTelemetry with its SDK; each reading has a trace of its own, which is sampled. */
        TRACED
    }

    private final Kind kind;

    private record Reading(String topic, Headers headers) implements TracedReading {}

    /** Takes the place of a collector. */
    private static final class Dropping implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    public TracingBench(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Loops of(Scored scored) {
        Optional<TaskTraces> traces = traces().map(all -> all.ofTask("elmstream", "0_0", 0));
        List<Reading> readings = IntStream.rangeClosed(1, scored.rows().count())
                .mapToObj(number -> new Reading("readings", headers(number)))
                .toList();
        int[] left = new int[1];
        Runnable leaving = () -> left[0]++;
        return new Loops(
                () -> {
                    scored.score().run();
                    readings.forEach(reading -> leaving.run());
                },
                () -> follow(traces, readings, scored.score(), leaving),
                () -> follow(traces, readings, () -> {}, leaving));
    }

    private static void follow(Optional<TaskTraces> traces, List<Reading> readings, Runnable score, Runnable leaving) {
        if (traces.isEmpty()) {
            drain(traces, readings, score, leaving);
        } else {
            traces.get().follow(readings, () -> drain(traces, readings, score, leaving));
        }
    }

    private static void drain(Optional<TaskTraces> traces, List<Reading> readings, Runnable score, Runnable leaving) {
        score.run();
        traces.ifPresent(tracing -> tracing.scored("shuttle", 1));
        readings.forEach(reading -> {
            if (traces.isEmpty()) {
                leaving.run();
            } else {
                traces.get().within(reading.headers(), leaving);
            }
        });
    }

    private Optional<Traces> traces() {
        return switch (kind) {
            case OFF -> Optional.empty();
            case DISABLED -> Optional.of(new Traces(OpenTelemetry.noop()));
            case UNTRACED, TRACED ->
                Optional.of(new Traces(OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .addSpanProcessor(SimpleSpanProcessor.create(new Dropping()))
                                .build())
                        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build()));
        };
    }

    private Headers headers(int number) {
        RecordHeaders headers = new RecordHeaders();
        if (kind != Kind.UNTRACED) {
            headers.add(
                    "traceparent", "00-%032x-%016x-01".formatted(number, number).getBytes(UTF_8));
        }
        return headers;
    }
}
