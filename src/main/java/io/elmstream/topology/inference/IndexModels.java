package io.elmstream.topology.inference;

import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.RareWarning;
import io.elmstream.topology.ModelKeys;
import io.elmstream.topology.Names;
import io.elmstream.wire.UnreadableRecordException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes the models topic. This runs on Kafka's global thread, which cannot be restarted, so an invalid record is
 * logged and skipped; the governor's checks keep such records out.
 */
final class IndexModels implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(IndexModels.class);

    private final RareWarning leftOut = new RareWarning(LOG);
    private final ProcessorContext<Void, Void> context;
    private final ModelIndex models;

    IndexModels(ProcessorContext<Void, Void> context) {
        this.context = context;
        ModelsStore store = context.getStateStore(Names.MODELS_STORE);
        models = store.index();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            new ModelRecordReader(models).read(record.value());
        } catch (UnreadableRecordException | RuntimeException e) {
            leftOut.warn(
                    context.currentSystemTimeMs(),
                    () -> "skipped the record of the models topic at offset "
                            + context.recordMetadata()
                                    .map(RecordMetadata::offset)
                                    .orElse(-1L) + ": " + e.getMessage());
            LOG.debug("invalid record of the models topic", e);
            // readings that name this version must not wait for it
            ModelKeys.version(record.key()).ifPresent(lost -> models.putUnusable(lost, String.valueOf(e.getMessage())));
        }
    }
}
