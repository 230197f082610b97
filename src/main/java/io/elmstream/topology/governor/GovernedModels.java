package io.elmstream.topology.governor;

import io.elmstream.governor.Comparisons;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.ModelKeys;
import io.elmstream.topology.Names;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.GovernedRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.GovernedComparison;
import io.elmstream.wire.avro.GovernedModel;
import io.elmstream.wire.avro.GovernedVersion;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The governor's store in the domain's types: models under their id, versions under {@code id/version}, and under keys
 * that start with a slash, which no model id does, comparisons, the quality of versions, {@linkplain OpenUploads
 * uploads} and {@linkplain UsedNumbers numbers}.
 */
final class GovernedModels {

    static final int NO_CONTENT_ID = 0;

    private static final String COMPARISON = "/comparison/";
    private static final String QUALITY = "/quality/";
    private static final ControlCodec<GovernedModel> MODELS = ControlCodec.governedModels();
    private static final ControlCodec<GovernedVersion> VERSIONS = ControlCodec.governedVersions();
    private static final ControlCodec<GovernedComparison> COMPARISONS = ControlCodec.governedComparisons();

    private final KeyValueStore<String, byte[]> store;

    GovernedModels(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Returns a builder for the store: in memory, restored from its changelog. */
    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Names.GOVERNED_STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, GovernorTopology.MAX_MESSAGE_BYTES));
    }

    boolean isEmpty() {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            return !all.hasNext();
        }
    }

    Optional<GovernedState> model(ModelId id) {
        return stored(MODELS, id.value()).map(GovernedRecords::model);
    }

    Optional<PublishedVersion> version(ModelId id, int version) {
        return stored(VERSIONS, ModelKeys.version(id, version)).map(GovernedRecords::version);
    }

    /** Returns the comparison of the challenger of a step; empty counts if the last comparison was of another step. */
    Comparisons comparisons(ModelId id, long revision) {
        return stored(COMPARISONS, COMPARISON + id)
                .map(GovernedRecords::comparisons)
                .filter(comparisons -> comparisons.revision() == revision)
                .orElseGet(() -> Comparisons.none(revision));
    }

    void put(GovernedState governed) {
        store.put(governed.modelId().value(), MODELS.encode(NO_CONTENT_ID, GovernedRecords.model(governed)));
    }

    void put(ModelId id, PublishedVersion version) {
        store.put(
                ModelKeys.version(id, version.version()),
                VERSIONS.encode(NO_CONTENT_ID, GovernedRecords.version(version)));
    }

    void put(ModelId id, Comparisons comparisons) {
        store.put(COMPARISON + id, COMPARISONS.encode(NO_CONTENT_ID, GovernedRecords.comparisons(comparisons)));
    }

    /** Returns what is known of the quality of a version, in the form of {@link io.elmstream.quality.QualityState}. */
    Optional<byte[]> quality(VersionKey version) {
        return Optional.ofNullable(store.get(QUALITY + version.modelId() + "/" + version.version()));
    }

    void putQuality(VersionKey version, byte[] state) {
        store.put(QUALITY + version.modelId() + "/" + version.version(), state);
    }

    /** Forgets the quality of a version that is retired. */
    void forgetQuality(VersionKey version) {
        store.delete(QUALITY + version.modelId() + "/" + version.version());
    }

    private <T extends SpecificRecord> Optional<T> stored(ControlCodec<T> codec, String key) {
        return Optional.ofNullable(store.get(key)).map(bytes -> decode(codec, bytes));
    }

    static <T extends SpecificRecord> T decode(ControlCodec<T> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(
                    "the store " + Names.GOVERNED_STORE
                            + " holds what this release cannot read; was it written by a newer one?",
                    e);
        }
    }
}
