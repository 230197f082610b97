package io.elmstream.wire;

import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The forms in which predictions and alerts are written. Both have the same fields, those of the Avro schemas. */
public enum OutputFormat {
    /** Avro in the registry's wire format. */
    AVRO("application/avro"),
    /** A JSON object in UTF-8, which needs no schema. */
    JSON("application/json");

    private final String mediaType;

    OutputFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Returns the name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a name in the configuration; empty if there is none. */
    public static Optional<OutputFormat> of(String key) {
        return Stream.of(values()).filter(format -> format.key().equals(key)).findFirst();
    }

    /** Returns the media type of a value. */
    public String mediaType() {
        return mediaType;
    }

    /**
     * Returns a source of encoders of predictions, one for each thread. Registers their schema, if the format has one.
     *
     * @param topics that predictions are written to
     */
    public Supplier<ValueEncoder<ScoredReading>> predictions(SchemaRegistry registry, List<String> topics) {
        if (this == JSON) {
            return JsonPredictionEncoder::new;
        }
        List<Integer> contentIds = topics.stream()
                .map(topic -> registry.register(topic, Prediction.getClassSchema()))
                .toList();
        return () -> new PredictionEncoder(contentIds.get(0));
    }

    /**
     * Returns an encoder of alerts, which is thread-safe. Registers their schema, if the format has one.
     *
     * @param topic that alerts are written to
     */
    public ValueEncoder<Alert> alerts(SchemaRegistry registry, String topic) {
        return this == JSON
                ? new JsonRecordEncoder<>()
                : new RecordEncoder<>(registry.register(topic, Alert.getClassSchema()));
    }
}
