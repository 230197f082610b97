package io.elmstream.topology.inference;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.model.ModelId;
import io.elmstream.readings.TopicReader;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ComparedRow;
import io.elmstream.serving.LateVersions;
import io.elmstream.serving.ModelsSnapshot;
import io.elmstream.serving.ReadyChoice;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ServedModel;
import io.elmstream.topology.ReadingIndices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes a record directly into the next rows of its groups, or returns why it cannot be scored. */
final class Intake {

    /** The longest model id, in bytes; longer names match no model. */
    static final int MAX_MODEL_BYTES = 63;

    private final TopicReaders readers;
    private final Optional<String> defaultModel;
    private final Map<Rejection, RejectedReadings> rejected = new EnumMap<>(Rejection.class);
    private final ComparedRow.Source row = this::writeRow;
    private TopicReader reader;
    private byte[] lastModelBytes = new byte[0];
    private String lastModel = "";
    private long eventTime;
    private Optional<ReadyChoice> choice = Optional.empty();
    private String detail = "";

    /**
     * Creates the intake.
     *
     * @param defaultModel scores the readings that name no model
     */
    Intake(TopicReaders readers, Optional<ModelId> defaultModel) {
        this.readers = readers;
        this.reader = readers.first();
        this.defaultModel = defaultModel.map(ModelId::value);
    }

    /** Returns the latest rejection in words. */
    String detail() {
        return detail;
    }

    /** Returns the readings that could not be scored, of a record of which others could. */
    List<RejectedReadings> rejected() {
        return rejected.isEmpty() ? List.of() : new ArrayList<>(rejected.values());
    }

    /**
     * Adds the readings of a record to the batch, each under the version in force for it, or returns the reason for
     * rejecting the whole record: NOT_LOADED if a version is late and not in memory. Readings that cannot be scored, of
     * a record with others, are {@link #rejected} afterwards.
     */
    Optional<Rejection> take(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            ModelsSnapshot models,
            LateVersions late,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        Optional<Rejection> rejection = look(record, origin, models, late);
        if (rejection.isPresent() || !reader.isPack()) {
            return rejection.isPresent() ? rejection : add(record, origin, WaitingReading.ALONE, batch);
        }
        BitSet chosen = ReadingIndices.chosen(record.headers(), reader.count());
        for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
            int index = i;
            Optional<Rejection> problem = choose(record, i, models, late);
            (problem.isPresent() ? problem : add(record, origin, i, batch))
                    .ifPresent(reason -> rejected.computeIfAbsent(
                                    reason, first -> new RejectedReadings(record, origin, first, detail, new BitSet()))
                            .readings()
                            .set(index));
        }
        return Optional.empty();
    }

    /** Does the same without adding readings, and starts to load the versions that they need. */
    Optional<Rejection> look(
            Record<byte[], byte[]> record, RecordMetadata origin, ModelsSnapshot models, LateVersions late) {
        rejected.clear();
        reader = readers.of(origin.topic());
        reader.read(record.key(), record.value(), record.headers(), record.timestamp());
        if (reader.rejection().isPresent()) {
            return reject(reader.rejection().get(), reader.detail());
        }
        if (!reader.isPack()) {
            return choose(record, 0, models, late);
        }
        BitSet chosen;
        try {
            chosen = ReadingIndices.chosen(record.headers(), reader.count());
        } catch (IllegalArgumentException e) {
            return reject(Rejection.UNREADABLE, String.valueOf(e.getMessage()));
        }
        boolean missing = false;
        for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
            missing |= choose(record, i, models, late).equals(Optional.of(Rejection.NOT_LOADED));
        }
        return missing ? Optional.of(Rejection.NOT_LOADED) : Optional.empty();
    }

    /** Selects a reading and the version for it, or returns why there is none. */
    private Optional<Rejection> choose(
            Record<byte[], byte[]> record, int index, ModelsSnapshot models, LateVersions late) {
        reader.select(index);
        if (reader.rejection().isPresent()) {
            return reject(reader.rejection().get(), reader.detail());
        }
        eventTime = reader.eventTimeOr(record.timestamp());
        if (eventTime <= 0) {
            return reject(Rejection.BAD_TIMESTAMP, "the event time is " + eventTime + " ms since 1970");
        }
        late.next();
        choice = choice(models, reader.sensor(), late);
        if (late.isMissing()) {
            return reject(Rejection.NOT_LOADED, late.reason());
        }
        return choice.isEmpty() ? reject(Rejection.NO_MODEL, detail) : Optional.empty();
    }

    private Optional<Rejection> add(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            int index,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        ReadyChoice chosen = choice.orElseThrow();
        ReadyVersion version = chosen.version();
        Rows<ReadyVersion> rows = batch.rowsFor(version, version.packed().inputs());
        int start = rows.next();
        Optional<Rejection> problem = reader.row(version, rows.values(), start);
        if (problem.isPresent()) {
            String words = reader.detail();
            blame(chosen);
            return reject(problem.get(), words);
        }
        int bad = version.packed().firstUnusable(rows.values(), start);
        if (bad >= 0) {
            blame(chosen);
            return reject(Rejection.NOT_FINITE, reader.field(version, bad) + " is " + rows.values()[start + bad]);
        }
        // the row for comparison goes to another group, so the row that was just read is not touched
        Optional<ComparedRow> comparison = chosen.beside().isEmpty()
                ? Optional.empty()
                : ComparedRow.add(chosen.beside().get(), reader.label(), row, batch);
        batch.add(
                rows,
                new WaitingReading(
                        record,
                        origin,
                        index,
                        reader.sensor(),
                        eventTime,
                        reader.actual(version.served()),
                        comparison));
        return Optional.empty();
    }

    /** Counts an error of a canary on a reading that the champion would have scored. */
    private void blame(ReadyChoice chosen) {
        chosen.beside().ifPresent(beside -> ComparedRow.blame(beside, row));
    }

    private boolean writeRow(ReadyVersion version, float[] into, int start) {
        return reader.row(version, into, start).isEmpty();
    }

    private Optional<ReadyChoice> choice(ModelsSnapshot models, byte[] key, LateVersions late) {
        if (!reader.namesModel() && defaultModel.isEmpty()) {
            detail = "the reading names no model, and models.default is not set";
            return Optional.empty();
        }
        String id = reader.namesModel() ? namedModel() : defaultModel.get();
        Optional<ServedModel> model = models.named(id);
        Optional<ReadyChoice> found =
                model.isEmpty() ? Optional.empty() : model.get().choiceAt(eventTime, key, late);
        if (found.isEmpty()) {
            detail = "no version of model '" + id + "' is in force here";
        }
        return found;
    }

    private String namedModel() {
        if (!reader.namesModel(lastModelBytes)) {
            String named = reader.modelId();
            if (named.length() > MAX_MODEL_BYTES) {
                return named;
            }
            lastModel = named;
            lastModelBytes = named.getBytes(StandardCharsets.UTF_8);
        }
        return lastModel;
    }

    private Optional<Rejection> reject(Rejection reason, String words) {
        detail = words;
        return Optional.of(reason);
    }
}
