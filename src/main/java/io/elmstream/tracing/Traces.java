package io.elmstream.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The traces of this process. Thread-safe. */
public final class Traces {

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    /** The instrumentation scope of all spans. */
    static final String SCOPE = "io.elmstream";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /** @param telemetry receives the spans, and says how headers name a trace */
    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /**
     * Returns the traces of a process that an agent of OpenTelemetry runs in, or that has set one up; else empty. A
     * library that only asks for the global instance sets one that does nothing, as the client of the registry does.
     */
    public static Optional<Traces> ofProcess() {
        if (!GlobalOpenTelemetry.isSet()
                || GlobalOpenTelemetry.get().getTracerProvider().equals(TracerProvider.noop())) {
            return Optional.empty();
        }
        LOG.info("OpenTelemetry is set up in this process: every micro-batch is a span");
        return Optional.of(new Traces(GlobalOpenTelemetry.get()));
    }

    /** Does work outside the trace that the calling thread is in. */
    public static void outside(Runnable work) {
        Context.root().wrap(work).run();
    }

    /**
     * Returns the traces of a task.
     *
     * @param group the consumer group
     * @param task the id of the task
     * @param partition that the task reads, of every topic
     */
    public TaskTraces ofTask(String group, String task, int partition) {
        return new TaskTraces(tracer, propagator, group, task, partition);
    }
}
