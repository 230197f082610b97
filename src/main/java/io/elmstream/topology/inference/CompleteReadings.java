package io.elmstream.topology.inference;

import io.elmstream.readings.Mappings;
import io.elmstream.readings.RecordCompletion;
import io.elmstream.readings.sparkplug.Completion;
import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.Completion.NoReading;
import io.elmstream.topology.Names;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Completes records that cannot be read by themselves with what earlier records of their partition said, and keeps back
 * those that are no readings. Each record passes once, in the order of the offsets, also where readings are read again.
 */
final class CompleteReadings implements Processor<byte[], byte[], byte[], byte[]> {

    private static final long NOTHING = -1;

    private final ProcessorContext<byte[], byte[]> context;
    private final RecordCompletion completion;
    private final CompletionMetrics metrics;
    private String lastTopic = "";
    private long lastOffset = NOTHING;
    private Completion.Outcome last = new Data(null);

    CompleteReadings(ProcessorContext<byte[], byte[]> context, Mappings mappings) {
        this.context = context;
        this.metrics = new CompletionMetrics(context.metrics(), context.taskId(), context::currentSystemTimeMs);
        this.completion = new RecordCompletion(
                mappings, new StoredNodes(context.getStateStore(Names.NODE_STATE_STORE), metrics), metrics::missing);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that comes from no topic"));
        // a record that is offered again after a timeout was already taken
        if (origin.offset() != lastOffset || !origin.topic().equals(lastTopic)) {
            last = completion.take(origin.topic(), record.key(), record.value(), record.headers());
            lastTopic = origin.topic();
            lastOffset = origin.offset();
            if (last instanceof NoReading no) {
                metrics.noReading(no.kind());
            }
        }
        if (last instanceof Data data) {
            context.forward(record.withValue(data.value()));
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
