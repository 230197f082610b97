package io.elmstream.topology.inference;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.serving.ComparedRow;
import io.elmstream.serving.LateVersions;
import io.elmstream.serving.ModelsSnapshot;
import io.elmstream.serving.ReadyChoice;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ServedModel;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.ReadingView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes a record directly into the next row of its group, or returns why it cannot be scored. */
final class Intake {

    /** The longest sensor id, in bytes of UTF-8. It is part of every output, and of stored states. */
    static final int MAX_SENSOR_BYTES = 1_024;
    /** The longest model id, in bytes; longer names match no model. */
    static final int MAX_MODEL_BYTES = 63;

    private final ReadingDecoder decoder;
    private final Optional<String> defaultModel;
    private final ReadingView view = new ReadingView();
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
    Intake(ReadingDecoder decoder, Optional<ModelId> defaultModel) {
        this.decoder = decoder;
        this.defaultModel = defaultModel.map(ModelId::value);
    }

    /** Returns the latest rejection in words. */
    String detail() {
        return detail;
    }

    /**
     * Adds the reading to the batch under the version in force for it, or returns the reason for rejecting it:
     * NOT_LOADED if its version is late and not in memory.
     */
    Optional<Rejection> take(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            ModelsSnapshot models,
            LateVersions late,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        Optional<Rejection> rejection = look(record, models, late);
        return rejection.isPresent() ? rejection : add(record, origin, choice.orElseThrow(), batch);
    }

    /** Does the same without adding the reading, and starts to load the version that it needs. */
    Optional<Rejection> look(Record<byte[], byte[]> record, ModelsSnapshot models, LateVersions late) {
        if (record.value() == null) {
            return reject(Rejection.NO_VALUE, "");
        }
        if (record.key() == null) {
            return reject(Rejection.NO_KEY, "");
        }
        if (record.key().length > MAX_SENSOR_BYTES) {
            return reject(
                    Rejection.SENSOR_ID_TOO_LONG,
                    "the key, which must be the sensor id, has " + record.key().length
                            + " bytes; a sensor id has at most " + MAX_SENSOR_BYTES);
        }
        decoder.decode(record.value(), view);
        if (view.rejection().isPresent()) {
            return reject(view.rejection().get(), view.detail() + SchemaHeaders.hint(record.headers()));
        }
        if (!view.isOfSensor(record.key())) {
            return reject(
                    Rejection.KEY_MISMATCH,
                    "the key is '" + new String(record.key(), StandardCharsets.UTF_8) + "', the field sensorId is '"
                            + view.sensorId() + "'");
        }
        eventTime = view.eventTimeOr(record.timestamp());
        if (eventTime <= 0) {
            return reject(Rejection.BAD_TIMESTAMP, "the event time is " + eventTime + " ms since 1970");
        }
        late.next();
        choice = choice(models, record.key(), late);
        if (late.isMissing()) {
            return reject(Rejection.NOT_LOADED, late.reason());
        }
        return choice.isEmpty() ? reject(Rejection.NO_MODEL, detail) : Optional.empty();
    }

    private Optional<Rejection> add(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            ReadyChoice choice,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        ReadyVersion version = choice.version();
        PackedClassifier model = version.packed();
        if (view.width() != model.inputs()) {
            blame(choice);
            return reject(
                    Rejection.WRONG_WIDTH,
                    "the field features has " + view.width() + " values, model "
                            + version.served().modelId() + " version "
                            + version.served().version() + " takes " + model.inputs());
        }
        Rows<ReadyVersion> rows = batch.rowsFor(version, model.inputs());
        int start = rows.next();
        view.readFeatures(rows.values(), start);
        int bad = model.firstUnusable(rows.values(), start);
        if (bad >= 0) {
            blame(choice);
            return reject(Rejection.NOT_FINITE, "features[" + bad + "] is " + rows.values()[start + bad]);
        }
        // the row for comparison goes to another group, so the row that was just read is not touched
        Optional<ComparedRow> comparison = choice.beside().isEmpty()
                ? Optional.empty()
                : ComparedRow.add(choice.beside().get(), view.label(), rows.values(), start, model.inputs(), batch);
        batch.add(rows, new WaitingReading(record, origin, eventTime, view.actual(version.served()), comparison));
        return Optional.empty();
    }

    /** Counts an error of a canary on a reading that the champion would have scored. */
    private void blame(ReadyChoice choice) {
        if (choice.beside().isPresent()) {
            float[] features = new float[view.width()];
            view.readFeatures(features, 0);
            ComparedRow.blame(choice.beside().get(), features, 0, features.length);
        }
    }

    private Optional<ReadyChoice> choice(ModelsSnapshot models, byte[] key, LateVersions late) {
        if (!view.namesModel() && defaultModel.isEmpty()) {
            detail = "the reading names no model, and models.default is not set";
            return Optional.empty();
        }
        String id = view.namesModel() ? namedModel() : defaultModel.get();
        Optional<ServedModel> model = models.named(id);
        Optional<ReadyChoice> found =
                model.isEmpty() ? Optional.empty() : model.get().choiceAt(eventTime, key, late);
        if (found.isEmpty()) {
            detail = "no version of model '" + id + "' is in force here";
        }
        return found;
    }

    private String namedModel() {
        if (!view.namesModel(lastModelBytes)) {
            String named = view.modelId();
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
