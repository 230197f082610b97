package io.elmstream.topology.governor;

import io.elmstream.governor.Governed;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Retired;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a governor knows of the models from their topic alone: every version with its digest, the timelines, and the
 * features and labels of the version that came last. Not on the topic are the answers that commands got, unfinished
 * uploads, and what was compared; of a retired version neither its size.
 */
final class RebuiltModels {

    private static final Logger LOG = LoggerFactory.getLogger(RebuiltModels.class);

    private record Part(String modelId, int version, int part) {}

    private static final class Model {
        private final SortedMap<Integer, PublishedVersion> versions = new TreeMap<>();
        private @Nullable Contract contract;
        private @Nullable Timeline timeline;
    }

    private final SortedMap<String, Model> models = new TreeMap<>();
    private final Map<Part, byte[]> parts = new HashMap<>();
    private final LeftOutRecords leftOut = new LeftOutRecords();

    /** @throws RuntimeException if the topic cannot be read */
    static RebuiltModels of(ModelsTopic topic) {
        RebuiltModels rebuilt = new RebuiltModels();
        topic.read(rebuilt::take);
        rebuilt.leftOut.tell(LOG, "the models topic");
        return rebuilt;
    }

    boolean isEmpty() {
        return models.isEmpty();
    }

    /** How much was found, in words. */
    String inShort() {
        int versions = models.values().stream()
                .mapToInt(model -> model.versions.size())
                .sum();
        return models.size()
                + (models.size() == 1 ? " model with " : " models with ")
                + versions
                + (versions == 1 ? " version" : " versions");
    }

    void putInto(GovernedModels store) {
        models.forEach((name, model) -> {
            ModelId id = new ModelId(name);
            model.versions.values().forEach(version -> store.put(id, version));
            Contract contract = model.contract == null ? new Contract(List.of(), List.of()) : model.contract;
            Timeline timeline = model.timeline == null ? Timeline.empty(id) : model.timeline;
            store.put(new Governed(id, contract, timeline, List.of()));
        });
    }

    /** A record that makes no sense is left out, as every instance leaves it out. */
    private void take(ModelsTopic.Entry entry) {
        if (entry.value() == null) {
            return;
        }
        try {
            take(ControlCodec.models().decode(entry.value()), entry.timestamp());
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            leftOut.add(entry.offset(), String.valueOf(e.getMessage()));
        }
    }

    private void take(ModelRecord record, long at) {
        String id = new ModelId(record.getModelId()).value();
        if (record.getContent() instanceof ArtefactPart part) {
            parts.put(new Part(id, part.getVersion(), part.getPart()), bytes(part.getBytes()));
            return;
        }
        Model model = models.computeIfAbsent(id, added -> new Model());
        if (record.getContent() instanceof Artefact artefact) {
            byte[] bytes = bytes(artefact.getBytes());
            model.versions.put(
                    artefact.getVersion(),
                    new PublishedVersion(artefact.getVersion(), artefact.getDigest(), bytes.length, 1, at));
            agree(model, id, artefact.getVersion(), bytes);
        } else if (record.getContent() instanceof ArtefactInParts whole) {
            model.versions.put(
                    whole.getVersion(),
                    new PublishedVersion(whole.getVersion(), whole.getDigest(), whole.getSize(), whole.getParts(), at));
            agree(model, id, whole.getVersion(), assembled(id, whole));
        } else if (record.getContent() instanceof Retired retired) {
            model.versions.put(
                    retired.getVersion(),
                    new PublishedVersion(retired.getVersion(), retired.getDigest(), 0, 1, at, OptionalLong.of(at)));
        } else {
            model.timeline = ModelRecords.timeline(record);
        }
    }

    private static void agree(Model model, String id, int version, byte[] bytes) {
        try {
            model.contract = Contract.of(ArtefactFormat.read(bytes).elm());
        } catch (ArtefactException e) {
            LOG.warn(
                    "version {} of model {} cannot be read, so its features and labels are not known: {}",
                    version,
                    id,
                    e.getMessage());
        }
    }

    /** The parts stand before their version; they are not needed any more. */
    private byte[] assembled(String id, ArtefactInParts whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole.getSize());
        for (int part = 0; part < whole.getParts(); part++) {
            byte[] piece = parts.remove(new Part(id, whole.getVersion(), part));
            bytes.writeBytes(piece == null ? new byte[0] : piece);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
