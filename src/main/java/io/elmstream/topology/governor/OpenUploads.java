package io.elmstream.topology.governor;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Upload;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.ModelKeys;
import io.elmstream.topology.Names;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.GovernedRecords;
import io.elmstream.wire.avro.GovernedUpload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of model files that have arrived and wait for the rest, in the governor's store. */
final class OpenUploads {

    /** A file that is being uploaded. */
    record Key(VersionKey version, String digest) {

        /** Returns the file that a command refers to; empty if the file does not come in parts. */
        static Optional<Key> of(Command command) {
            return command instanceof Command.InParts inParts
                    ? Optional.of(new Key(new VersionKey(command.id(), command.version()), inParts.artefactDigest()))
                    : Optional.empty();
        }

        private String part(int part) {
            return PREFIX + ModelKeys.version(version.modelId(), version.version()) + "/" + digest + "/" + part;
        }
    }

    private record Open(Upload upload, long lastAt) {}

    private static final Logger LOG = LoggerFactory.getLogger(OpenUploads.class);
    private static final String PREFIX = "/upload/";
    private static final String END = "/upload0";
    private static final ControlCodec<GovernedUpload> PARTS = ControlCodec.governedUploads();

    private final KeyValueStore<String, byte[]> store;
    private final Map<Key, Open> open = new HashMap<>();

    OpenUploads(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> parts = store.range(PREFIX, END)) {
            parts.forEachRemaining(this::restore);
        }
    }

    /** Restores a part. An unreadable one counts as missing: it can be sent again. */
    private void restore(KeyValue<String, byte[]> part) {
        try {
            remember(GovernedModels.decode(PARTS, part.value));
        } catch (RuntimeException e) {
            LOG.warn("skipped {} of the store {}: {}", part.key, Names.GOVERNED_STORE, e.getMessage());
        }
    }

    Upload upload(Key key) {
        return open.containsKey(key) ? open.get(key).upload() : Upload.NONE;
    }

    /** Returns the size of all uploads in bytes. */
    long bytes() {
        return open.values().stream().mapToLong(each -> each.upload().bytes()).sum();
    }

    /** Returns the number of parts of all uploads. */
    int parts() {
        return open.values().stream()
                .mapToInt(each -> each.upload().sizes().size())
                .sum();
    }

    void put(UploadPart part, long now) {
        Key key = new Key(new VersionKey(part.id(), part.version()), part.artefactDigest());
        GovernedUpload stored = GovernedRecords.upload(part, now);
        store.put(key.part(part.part()), PARTS.encode(GovernedModels.NO_CONTENT_ID, stored));
        remember(stored);
    }

    /** Returns the bytes of one part. */
    byte[] part(Key key, int part) {
        ByteBuffer bytes =
                GovernedModels.decode(PARTS, store.get(key.part(part))).getBytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Returns all parts that have arrived, in order. */
    byte[] assembled(Key key) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        upload(key).sizes().keySet().forEach(part -> all.writeBytes(part(key, part)));
        return all.toByteArray();
    }

    void forget(Key key) {
        upload(key).sizes().keySet().forEach(part -> store.delete(key.part(part)));
        open.remove(key);
    }

    /** Discards uploads that received no part for a long time. */
    void forgetIdle(long now) {
        List<Key> idle = new ArrayList<>();
        open.forEach((key, upload) -> {
            // one from the future came when the clock was ahead
            if (Math.abs(now - upload.lastAt()) > Upload.PATIENCE) {
                idle.add(key);
            }
        });
        idle.forEach(this::forget);
    }

    private void remember(GovernedUpload part) {
        Key key = new Key(new VersionKey(new ModelId(part.getModelId()), part.getVersion()), part.getArtefactDigest());
        long at = part.getReceivedAt().toEpochMilli();
        Open before = open.getOrDefault(key, new Open(Upload.NONE, at));
        open.put(
                key,
                new Open(
                        before.upload().with(part.getPart(), part.getBytes().remaining()),
                        Math.max(before.lastAt(), at)));
    }
}
