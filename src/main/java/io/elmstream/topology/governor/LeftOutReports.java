package io.elmstream.topology.governor;

import io.elmstream.serving.RareWarning;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;

/** Warns now and then of reports that are skipped. */
final class LeftOutReports {

    private final RareWarning warning;
    private final ProcessorContext<byte[], byte[]> context;
    private final String role;

    /** @param role of the topic, as in the configuration */
    LeftOutReports(Logger log, ProcessorContext<byte[], byte[]> context, String role) {
        this.warning = new RareWarning(log);
        this.context = context;
        this.role = role;
    }

    /** Notes that the present report is skipped. */
    void add(Supplier<String> why) {
        warning.warn(
                context.currentSystemTimeMs(),
                () -> "skipped a report at offset "
                        + context.recordMetadata().map(RecordMetadata::offset).orElse(-1L) + " of " + role + ": "
                        + why.get());
    }
}
