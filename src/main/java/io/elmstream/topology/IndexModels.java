package io.elmstream.topology;

import io.elmstream.model.ModelId;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Retired;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes what the governor let through. It runs on Kafka's global thread, which cannot be restarted, so a record that makes no
 * sense is logged and left out; the governor's checks are there so that none comes.
 */
final class IndexModels extends ContextualProcessor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(IndexModels.class);

    private final ControlCodec<ModelRecord> codec = ControlCodec.models();

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            index(codec.decode(record.value()));
        } catch (UnreadableRecordException | RuntimeException e) {
            LOG.error("left out a record of the models topic, {}: {}", context().recordMetadata(), e.getMessage(), e);
            // whoever names this version must not wait for it
            ModelKeys.version(record.key()).ifPresent(lost ->
                    models().putUnusable(lost.modelId(), lost.version(), String.valueOf(e.getMessage())));
        }
    }

    private void index(ModelRecord model) {
        // the id names a folder here, so it must have the form of one whoever wrote the record
        String id = new ModelId(model.getModelId()).value();
        Object content = model.getContent();
        if (content instanceof Artefact artefact) {
            models().putArtefact(id, artefact.getVersion(), bytes(artefact.getBytes()));
        } else if (content instanceof ArtefactPart part) {
            models().putPart(id, part.getVersion(), part.getPart(), bytes(part.getBytes()));
        } else if (content instanceof ArtefactInParts whole) {
            models().assemble(id, whole.getVersion(), whole.getParts(), whole.getDigest());
        } else if (content instanceof Retired retired) {
            models().retire(id, retired.getVersion());
        } else {
            models().putTimeline(ModelRecords.timeline(model));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private ModelIndex models() {
        ProcessorContext<Void, Void> streams = context();
        ModelsStore store = streams.getStateStore(Names.MODELS_STORE);
        return store.index();
    }
}
