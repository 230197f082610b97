package io.elmstream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.tracing.Traces;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What an agent of OpenTelemetry would send, in memory. */
public final class RecordedSpans implements AutoCloseable {

    private static final String SPAN = "00f067aa0ba902b7";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();

    /** Traces that end up here. */
    public Traces traces() {
        return traces(W3CTraceContextPropagator.getInstance());
    }

    /** The same, with headers that a propagator reads. */
    public Traces traces(TextMapPropagator propagator) {
        return new Traces(OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(propagator))
                .build());
    }

    /** The spans that have ended since the last call. */
    public List<SpanData> ended() {
        List<SpanData> since = exporter.getFinishedSpanItems();
        exporter.reset();
        return since;
    }

    /** The id of a trace. */
    public static String traceId(int number) {
        return "%032x".formatted(number);
    }

    /** The header {@code traceparent} of a trace that is sampled. */
    public static String traceparent(int number) {
        return "00-" + traceId(number) + "-" + SPAN + "-01";
    }

    /** Headers with a {@code traceparent}. */
    public static Headers headers(String traceparent) {
        return new RecordHeaders().add("traceparent", traceparent.getBytes(UTF_8));
    }

    @Override
    public void close() {
        provider.close();
    }
}
