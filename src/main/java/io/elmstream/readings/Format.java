package io.elmstream.readings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form of the values on a topic. */
public enum Format {
    /** Elmstream's own Avro record, {@code SensorReading}; it needs no mapping. */
    ELMSTREAM,
    /** JSON text in UTF-8, with or without the header of a registry. */
    JSON,
    /** Any Avro, by the writer's schema in the registry. */
    AVRO,
    /** SenML packs in JSON (RFC 8428). */
    SENML,
    /** Any Protobuf, by the writer's schema in the registry. */
    PROTOBUF,
    /** Payloads of Sparkplug B, with the MQTT topic beside. */
    SPARKPLUG;

    /** Returns the format as written in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether values can be read only with their writer's schema. */
    boolean needsSchema() {
        return this == ELMSTREAM || this == AVRO || this == PROTOBUF;
    }

    /** Returns the keys of all formats, in words. */
    static String keys() {
        return Arrays.stream(values()).map(Format::key).collect(Collectors.joining(", "));
    }

    /** Returns the format with the given key. */
    public static Optional<Format> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key().equals(key)).findAny();
    }
}
