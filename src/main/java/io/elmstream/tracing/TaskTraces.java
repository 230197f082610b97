package io.elmstream.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one task. Each micro-batch is a span with links to the spans that its readings come from, named as
 * OpenTelemetry's <a href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">conventions for
 * messaging</a> ask. Headers that name no trace, or are malformed, are passed over. Not thread-safe.
 */
public final class TaskTraces {

    /** The links that a span of the SDK has at most, unless configured. */
    static final int MAX_LINKS = 128;

    static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<Long> RECORDS = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<Long> READINGS = AttributeKey.longKey("elmstream.readings");
    static final AttributeKey<Long> LINKS_LEFT_OUT = AttributeKey.longKey("elmstream.links.left_out");
    static final AttributeKey<List<String>> VERSIONS = AttributeKey.stringArrayKey("elmstream.model.versions");

    private static final String PROCESS = "process";

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Attributes ofTask;
    private final List<String> versions = new ArrayList<>();

    TaskTraces(Tracer tracer, TextMapPropagator propagator, String group, String task, int partition) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.ofTask = Attributes.builder()
                .put("messaging.system", "kafka")
                .put("messaging.operation.name", PROCESS)
                .put("messaging.operation.type", PROCESS)
                .put("messaging.consumer.group.name", group)
                .put("messaging.destination.partition.id", Integer.toString(partition))
                .put("elmstream.task", task)
                .build();
    }

    /**
     * Scores and forwards a micro-batch in a span of its own. If that throws, the span has the error.
     *
     * @param readings of the micro-batch in order of arrival, at least one; used before the work begins only
     * @param work scores and forwards them, in the calling thread
     */
    public void follow(List<? extends TracedReading> readings, Runnable work) {
        versions.clear();
        Span span = start(readings);
        try {
            Context.root().with(span).wrap(work).run();
        } catch (RuntimeException e) {
            fail(span, "the micro-batch was not forwarded completely", e);
            throw e;
        } finally {
            span.setAttribute(VERSIONS, List.copyOf(versions));
            span.end();
        }
    }

    /** Tells the span of the micro-batch that a version scored readings. */
    public void scored(String model, int version) {
        versions.add(model + "/" + version);
    }

    /** Tells the span of the micro-batch that a version could not score its readings. */
    public void failed(String model, int version, RuntimeException reason) {
        scored(model, version);
        fail(Span.current(), model + "/" + version + " could not score", reason);
    }

    /**
     * Forwards an output in the trace that its reading comes from, which the client of the agent's instrumentation then
     * continues; in that of the micro-batch if the headers name none.
     *
     * @param headers of the output
     */
    public void within(Headers headers, Runnable forward) {
        Context reading = source(headers);
        if (Span.fromContext(reading).getSpanContext().isValid()) {
            reading.wrap(forward).run();
        } else {
            forward.run();
        }
    }

    private Span start(List<? extends TracedReading> readings) {
        Set<SpanContext> sources = new LinkedHashSet<>();
        Optional<String> topic = Optional.of(readings.get(0).topic());
        Headers last = null;
        int records = 0;
        for (TracedReading reading : readings) {
            topic = topic.filter(reading.topic()::equals);
            if (reading.headers() != last) {
                last = reading.headers();
                records++;
                addSource(last, sources);
            }
        }
        SpanBuilder span = tracer.spanBuilder(
                        topic.map(name -> PROCESS + " " + name).orElse(PROCESS))
                .setNoParent()
                .setSpanKind(SpanKind.CONSUMER)
                .setAllAttributes(ofTask)
                .setAttribute(RECORDS, (long) records)
                .setAttribute(READINGS, (long) readings.size());
        topic.ifPresent(name -> span.setAttribute(TOPIC, name));
        if (sources.size() > MAX_LINKS) {
            span.setAttribute(LINKS_LEFT_OUT, (long) (sources.size() - MAX_LINKS));
        }
        sources.stream().limit(MAX_LINKS).forEach(span::addLink);
        return span.startSpan();
    }

    private void addSource(Headers headers, Set<SpanContext> sources) {
        SpanContext source = Span.fromContext(source(headers)).getSpanContext();
        if (source.isSampled()) {
            sources.add(source);
        }
    }

    /** Not every propagator is as forgiving as that of W3C: what the headers of a stranger contain must not matter. */
    private Context source(Headers headers) {
        try {
            return propagator.extract(Context.root(), headers, TaskTraces::text);
        } catch (RuntimeException e) {
            return Context.root();
        }
    }

    /** Returns a header as text, of several with one name the last; null if there is none. */
    private static @Nullable String text(@Nullable Headers headers, String name) {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static void fail(Span span, String words, RuntimeException reason) {
        span.setStatus(StatusCode.ERROR, words);
        span.recordException(reason);
    }
}
