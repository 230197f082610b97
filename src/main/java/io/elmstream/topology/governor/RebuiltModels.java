package io.elmstream.topology.governor;

import io.elmstream.elm.Counted;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ModelRecordVisitor;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
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
 * The governor's state as rebuilt from the models topic alone: every version with its digest, the timelines, whether
 * models learn, and the features and labels of the latest version. The topic does not contain the answers to commands,
 * unfinished uploads, comparisons, and the size of a retired version.
 */
final class RebuiltModels {

    private static final Logger LOG = LoggerFactory.getLogger(RebuiltModels.class);

    private record Part(VersionKey version, int part) {}

    private static final class Model {
        private final SortedMap<Integer, PublishedVersion> versions = new TreeMap<>();
        private @Nullable Contract contract;
        private @Nullable Timeline timeline;
        private Learning learning = Learning.OFF;
    }

    private final SortedMap<ModelId, Model> models = new TreeMap<>();
    private final Map<Part, byte[]> parts = new HashMap<>();
    private final LeftOutRecords leftOut = new LeftOutRecords();

    /**
     * Reads the topic.
     *
     * @throws RuntimeException if the topic cannot be read
     */
    static RebuiltModels of(ModelsTopic topic) {
        RebuiltModels rebuilt = new RebuiltModels();
        topic.read(rebuilt::take);
        rebuilt.leftOut.tell(LOG, "the models topic");
        return rebuilt;
    }

    boolean isEmpty() {
        return models.isEmpty();
    }

    /** Returns how much was found, in words. */
    String inShort() {
        int versions = models.values().stream()
                .mapToInt(model -> model.versions.size())
                .sum();
        return Counted.of(models.size(), "model") + " with " + Counted.of(versions, "version");
    }

    void putInto(GovernedModels store) {
        models.forEach((id, model) -> {
            model.versions.values().forEach(version -> store.put(id, version));
            Contract contract = model.contract == null ? new Contract(List.of(), List.of()) : model.contract;
            Timeline timeline = model.timeline == null ? Timeline.empty(id) : model.timeline;
            store.put(new GovernedState(id, contract, timeline, model.learning, List.of()));
        });
    }

    /** Processes a record. An invalid one is skipped, as every instance skips it. */
    private void take(ModelsTopic.Entry entry) {
        if (entry.value() == null) {
            return;
        }
        try {
            ModelRecords.read(entry.value(), new EntryReader(entry.timestamp()));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            leftOut.add(entry.offset(), e);
        }
    }

    private Model model(ModelId id) {
        return models.computeIfAbsent(id, added -> new Model());
    }

    /** Processes a record with its timestamp. */
    private final class EntryReader implements ModelRecordVisitor {

        private final long at;

        EntryReader(long at) {
            this.at = at;
        }

        @Override
        public void artefact(VersionKey version, String digest, byte[] bytes) {
            Model model = model(version.modelId());
            model.versions.put(version.version(), new PublishedVersion(version.version(), digest, bytes.length, 1, at));
            agree(model, version, bytes);
        }

        @Override
        public void part(VersionKey version, int part, byte[] bytes) {
            parts.put(new Part(version, part), bytes);
        }

        @Override
        public void inParts(VersionKey version, String digest, int size, int count) {
            Model model = model(version.modelId());
            model.versions.put(version.version(), new PublishedVersion(version.version(), digest, size, count, at));
            agree(model, version, assembled(version, count));
        }

        @Override
        public void retired(VersionKey version, String digest) {
            model(version.modelId())
                    .versions
                    .put(
                            version.version(),
                            new PublishedVersion(version.version(), digest, 0, 1, at, OptionalLong.of(at)));
        }

        @Override
        public void timeline(Timeline timeline) {
            model(timeline.modelId()).timeline = timeline;
        }

        @Override
        public void learning(ModelId id, Learning learning) {
            model(id).learning = learning;
        }
    }

    private static void agree(Model model, VersionKey version, byte[] bytes) {
        try {
            if (version.modelId().ruled().isPresent()) {
                Contract named =
                        new RuleCompiler().compile(RuleSetFormat.read(bytes)).names();
                model.contract = model.contract == null ? named : model.contract.and(named);
            } else {
                model.contract = Contract.of(ArtefactFormat.read(bytes).classifier());
            }
        } catch (ArtefactException | RuleSetException e) {
            LOG.warn(
                    "version {} of model {} cannot be read, so its features and labels are not known: {}",
                    version.version(),
                    version.modelId(),
                    e.getMessage());
        }
    }

    /** Returns the assembled parts, which precede their version and are no longer needed. */
    private byte[] assembled(VersionKey version, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int part = 0; part < Math.min(count, Upload.MAX_PARTS); part++) {
            byte[] piece = parts.remove(new Part(version, part));
            bytes.writeBytes(piece == null ? new byte[0] : piece);
        }
        return bytes.toByteArray();
    }
}
