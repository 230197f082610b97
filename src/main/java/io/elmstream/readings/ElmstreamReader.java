package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.serving.RowFeatures;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.ReadingView;
import io.elmstream.wire.ServedVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads Elmstream's own records: the key is the sensor id, and the features are in the order of a row. */
final class ElmstreamReader implements TopicReader {

    private final ReadingDecoder decoder;
    private final ReadingView view = new ReadingView();
    private byte[] sensor = new byte[0];
    private Optional<Rejection> rejection = Optional.empty();
    private String detail = "";

    ElmstreamReader(ReadingDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void read(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp) {
        rejection = Optional.empty();
        if (value == null) {
            reject(Rejection.NO_VALUE, "");
        } else if (key == null) {
            reject(Rejection.NO_KEY, "");
        } else if (key.length > MAX_SENSOR_BYTES) {
            reject(
                    Rejection.SENSOR_ID_TOO_LONG,
                    "the key, which must be the sensor id, has " + key.length + " bytes; a sensor id has at most "
                            + MAX_SENSOR_BYTES);
        } else {
            sensor = key;
            decode(value, headers);
        }
    }

    private void decode(byte[] value, Headers headers) {
        decoder.decode(value, view);
        if (view.rejection().isPresent()) {
            reject(view.rejection().get(), view.detail() + SchemaHeaders.hint(headers));
        } else if (!view.isOfSensor(sensor)) {
            reject(
                    Rejection.KEY_MISMATCH,
                    "the key is '" + new String(sensor, StandardCharsets.UTF_8) + "', the field sensorId is '"
                            + view.sensorId() + "'");
        }
    }

    @Override
    public Optional<Rejection> rejection() {
        return rejection;
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public boolean isPack() {
        return false;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public void select(int reading) {
        // there is one
    }

    @Override
    public byte[] sensor() {
        return sensor;
    }

    @Override
    public boolean namesModel() {
        return view.namesModel();
    }

    @Override
    public boolean namesModel(byte[] id) {
        return view.namesModel(id);
    }

    @Override
    public String modelId() {
        return view.modelId();
    }

    @Override
    public long eventTimeOr(long recordTimestamp) {
        return view.eventTimeOr(recordTimestamp);
    }

    @Override
    public Optional<String> label() {
        return view.label();
    }

    @Override
    public int actual(ServedVersion version) {
        return view.actual(version);
    }

    @Override
    public Optional<Rejection> row(RowFeatures wanted, float[] row, int start) {
        int inputs = wanted.features().size();
        if (view.width() != inputs) {
            return reject(
                    Rejection.WRONG_WIDTH,
                    "the field features has " + view.width() + " values, " + wanted.taker() + " takes " + inputs);
        }
        view.readFeatures(row, start);
        return Optional.empty();
    }

    @Override
    public String field(RowFeatures wanted, int feature) {
        return "features[" + feature + "]";
    }

    private Optional<Rejection> reject(Rejection reason, String words) {
        rejection = Optional.of(reason);
        detail = words;
        return rejection;
    }
}
