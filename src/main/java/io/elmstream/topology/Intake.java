package io.elmstream.topology;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.PackedModel;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.ReadingView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes a record straight into the next row of its group, or says why it cannot be scored. */
final class Intake {

    private final ReadingDecoder decoder;
    private final Optional<String> defaultModel;
    private final ReadingView view = new ReadingView();
    private byte[] lastModelBytes = new byte[0];
    private String lastModel = "";
    private String detail = "";

    /** @param defaultModel scores the readings that name no model */
    Intake(ReadingDecoder decoder, Optional<String> defaultModel) {
        this.decoder = decoder;
        this.defaultModel = defaultModel;
    }

    /** The latest rejection in words. */
    String detail() {
        return detail;
    }

    /** Adds the reading to the batch under the version in force for it, or says why not. */
    Optional<Rejection> take(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            ModelsSnapshot models,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        if (record.value() == null) {
            return reject(Rejection.NO_VALUE, "");
        }
        if (record.key() == null) {
            return reject(Rejection.NO_KEY, "");
        }
        decoder.decode(record.value(), view);
        if (view.rejection().isPresent()) {
            return reject(view.rejection().get(), view.detail());
        }
        if (!view.isOfSensor(record.key())) {
            return reject(Rejection.KEY_MISMATCH, "the key is '" + new String(record.key(), StandardCharsets.UTF_8)
                    + "', the field sensorId is '" + view.sensorId() + "'");
        }
        long eventTime = view.eventTimeOr(record.timestamp());
        if (eventTime <= 0) {
            return reject(Rejection.BAD_TIMESTAMP, "the event time is " + eventTime + " ms since 1970");
        }
        Optional<ReadyVersion> version = version(models, eventTime);
        if (version.isEmpty()) {
            return reject(Rejection.NO_MODEL, detail);
        }
        return add(record, origin, eventTime, version.get(), batch);
    }

    private Optional<Rejection> add(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            long eventTime,
            ReadyVersion version,
            MicroBatch<ReadyVersion, WaitingReading> batch) {
        PackedModel model = version.packed();
        if (view.width() != model.inputs()) {
            return reject(Rejection.WRONG_WIDTH, "the field features has " + view.width() + " values, model "
                    + version.served().modelId() + " version " + version.served().version() + " takes " + model.inputs());
        }
        Rows<ReadyVersion> rows = batch.rowsFor(version, model.inputs());
        int start = rows.next();
        float[] values = rows.values();
        view.readFeatures(values, start);
        for (int i = start; i < start + model.inputs(); i++) {
            if (!Float.isFinite(values[i]) && !(Float.isNaN(values[i]) && model.acceptsMissing())) {
                return reject(Rejection.NOT_FINITE, "features[" + (i - start) + "] is " + values[i]);
            }
        }
        batch.add(rows, new WaitingReading(record, origin, eventTime));
        return Optional.empty();
    }

    private Optional<ReadyVersion> version(ModelsSnapshot models, long eventTime) {
        if (!view.namesModel() && defaultModel.isEmpty()) {
            detail = "the reading names no model, and models.default is not set";
            return Optional.empty();
        }
        String id = view.namesModel() ? namedModel() : defaultModel.get();
        Optional<ReadyVersion> version = models.model(id).flatMap(model -> model.at(eventTime));
        if (version.isEmpty()) {
            detail = "no version of model '" + id + "' is in force here";
        }
        return version;
    }

    private String namedModel() {
        if (!view.namesModel(lastModelBytes)) {
            lastModel = view.modelId();
            lastModelBytes = lastModel.getBytes(StandardCharsets.UTF_8);
        }
        return lastModel;
    }

    private Optional<Rejection> reject(Rejection reason, String words) {
        detail = words;
        return Optional.of(reason);
    }
}
