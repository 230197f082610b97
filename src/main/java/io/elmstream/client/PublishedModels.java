package io.elmstream.client;

import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ModelRecordVisitor;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contents of the models topic: every published version and the timeline of each model.
 *
 * @param models the models by id
 */
public record PublishedModels(SortedMap<ModelId, Model> models) {

    /**
     * One model.
     *
     * @param timeline the timeline; empty until the first activation
     * @param learning whether the model learns
     * @param versions the published versions by number
     */
    public record Model(Optional<Timeline> timeline, Learning learning, SortedMap<Integer, Version> versions) {

        private Optional<Version> newest() {
            return versions.values().stream()
                    .filter(version -> !version.retired())
                    .reduce((older, newer) -> newer);
        }
    }

    /**
     * One published version.
     *
     * @param digest SHA-256 of the model file, in hex
     * @param bytes the size of the model file; 0 after the version is retired
     * @param retired whether its file was deleted
     * @param features the feature names, in the order of a reading; empty after the version is retired
     * @param labels the classes; empty after the version is retired
     */
    public record Version(String digest, int bytes, boolean retired, List<String> features, List<String> labels) {}

    private static final Logger LOG = LoggerFactory.getLogger(PublishedModels.class);

    /**
     * Reads the topic up to its current end offset.
     *
     * @param kafka the properties of the client
     */
    public static PublishedModels read(Map<String, Object> kafka, Topics topics) {
        return read(topic(kafka, topics), topics.models());
    }

    /**
     * Reads the topic up to its current end offset.
     *
     * @param name the name of the topic, for the log
     */
    public static PublishedModels read(ModelsTopic topic, String name) {
        Reading reading = new Reading();
        topic.read(reading::take);
        reading.leftOut.tell(LOG, name);
        return new PublishedModels(reading.models);
    }

    /**
     * Returns a reader of the topic.
     *
     * @param kafka the properties of the client
     */
    public static ModelsTopic topic(Map<String, Object> kafka, Topics topics) {
        KafkaClients clients = new KafkaClients(kafka);
        return records -> PresentRecords.readAll(
                clients,
                topics.models(),
                record -> records.accept(new ModelsTopic.Entry(record.offset(), record.value(), record.timestamp())));
    }

    /** Returns the timeline of a model; without steps if no version was activated. */
    public Timeline timeline(ModelId id) {
        return Optional.ofNullable(models.get(id)).flatMap(Model::timeline).orElseGet(() -> Timeline.empty(id));
    }

    /** Returns whether a model learns, and how. */
    public Learning learning(ModelId id) {
        return Optional.ofNullable(models.get(id)).map(Model::learning).orElse(Learning.OFF);
    }

    /**
     * Returns the feature names of a model: those of the champion at a time, or of the newest version if there is none.
     *
     * @param now the time in epoch milliseconds
     * @return the names; empty if the model has no such version
     */
    public Optional<List<String>> features(ModelId modelId, long now) {
        Optional<Model> model = Optional.ofNullable(models.get(modelId));
        Optional<Version> champion = model.flatMap(Model::timeline)
                .flatMap(timeline -> timeline.stepAt(now).or(timeline::latest))
                .map(step -> model.get().versions().get(step.champion()));
        return champion.or(() -> model.flatMap(Model::newest))
                .map(Version::features)
                .filter(names -> !names.isEmpty());
    }

    /** Returns the classes of all versions that are not retired. */
    public SortedSet<String> labels() {
        return models.values().stream()
                .flatMap(model -> model.versions().values().stream())
                .flatMap(version -> version.labels().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Collects the records of the topic. */
    public static final class Reading implements ModelRecordVisitor {

        private record FirstPart(List<String> features, List<String> labels) {

            private static final FirstPart NONE = new FirstPart(List.of(), List.of());
        }

        private final SortedMap<ModelId, Model> models = new TreeMap<>();
        private final LeftOutRecords leftOut = new LeftOutRecords();
        /** What the first part of a file says, for versions in parts. */
        private final Map<VersionKey, FirstPart> ofFirstParts = new HashMap<>();
        /** The distinct lists of names; most versions of a model share one. */
        private final Map<List<String>, List<String>> shared = new HashMap<>();

        /** Reads a record. Invalid records are skipped, as on every instance. */
        public void take(ModelsTopic.Entry entry) {
            if (entry.value() == null) {
                return;
            }
            try {
                ModelRecords.read(entry.value(), this);
            } catch (UnreadableRecordException | IllegalArgumentException e) {
                leftOut.add(entry.offset(), e);
            }
        }

        /** Returns what was read so far; shared, and changed when more is read. */
        public PublishedModels models() {
            return new PublishedModels(models);
        }

        @Override
        public void artefact(VersionKey version, String digest, byte[] bytes) {
            put(version, version(digest, bytes.length, new FirstPart(features(bytes), labels(bytes))));
        }

        @Override
        public void part(VersionKey version, int part, byte[] bytes) {
            if (part == 0) {
                ofFirstParts.put(version, new FirstPart(features(bytes), labels(bytes)));
            }
        }

        @Override
        public void inParts(VersionKey version, String digest, int size, int parts) {
            put(version, version(digest, size, ofFirstParts.getOrDefault(version, FirstPart.NONE)));
        }

        @Override
        public void retired(VersionKey version, String digest) {
            put(version, new Version(digest, 0, true, List.of(), List.of()));
        }

        @Override
        public void timeline(Timeline timeline) {
            Model model = model(timeline.modelId());
            models.put(timeline.modelId(), new Model(Optional.of(timeline), model.learning(), model.versions()));
        }

        @Override
        public void learning(ModelId id, Learning learning) {
            Model model = model(id);
            models.put(id, new Model(model.timeline(), learning, model.versions()));
        }

        private void put(VersionKey version, Version published) {
            model(version.modelId()).versions().put(version.version(), published);
        }

        private Model model(ModelId id) {
            return models.computeIfAbsent(id, added -> new Model(Optional.empty(), Learning.OFF, new TreeMap<>()));
        }

        private static Version version(String digest, int bytes, FirstPart said) {
            return new Version(digest, bytes, false, said.features(), said.labels());
        }

        private List<String> features(byte[] beginning) {
            try {
                return shared(ArtefactFormat.featureNames(beginning));
            } catch (ArtefactException e) {
                return List.of();
            }
        }

        private List<String> labels(byte[] beginning) {
            try {
                return shared(ArtefactFormat.labels(beginning));
            } catch (ArtefactException e) {
                return List.of();
            }
        }

        private List<String> shared(List<String> names) {
            return shared.computeIfAbsent(names, same -> same);
        }
    }
}
