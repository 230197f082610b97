package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.elm.Counted;
import io.elmstream.readings.MappingSuggestion.Sample;
import io.elmstream.wire.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sample records that could be read.
 *
 * @param format of the records
 * @param ids where they have the ids of their schemas
 * @param records as JSON
 * @param mqtt the header with their MQTT topic; empty for other formats, and if it is the key
 */
record SampleRecords(Format format, SchemaIds ids, List<JsonNode> records, Optional<String> mqtt) {

    /** The places of an id, the most likely first; which of the two ids it is cannot be seen. */
    private static final List<SchemaIds> PLACES = List.of(SchemaIds.CONTENT, SchemaIds.CONTENT8, SchemaIds.HEADERS);

    /**
     * Reads samples.
     *
     * @throws IllegalArgumentException if none of them can be read
     */
    static SampleRecords of(List<Sample> samples, Optional<SchemaRegistry> registry) {
        // first, because the states of host applications, which may be among them, are JSON
        Optional<SparkplugSamples> sparkplug =
                SparkplugSamples.of(samples).filter(read -> !read.records().isEmpty());
        if (sparkplug.isPresent()) {
            return new SampleRecords(
                    Format.SPARKPLUG,
                    SchemaIds.CONTENT,
                    sparkplug.get().records(),
                    sparkplug.get().mqtt());
        }
        List<JsonNode> json = read(samples, sample -> SampleFields.parse(sample.value(), SchemaIds.CONTENT));
        if (!json.isEmpty()) {
            return new SampleRecords(Format.JSON, SchemaIds.CONTENT, json, Optional.empty());
        }
        if (registry.isPresent()) {
            for (SchemaIds ids : PLACES) {
                List<JsonNode> read = read(
                        samples, sample -> ProtobufSample.parse(sample.value(), sample.headers(), ids, registry.get()));
                if (!read.isEmpty()) {
                    return new SampleRecords(Format.PROTOBUF, ids, read, Optional.empty());
                }
            }
        }
        throw new IllegalArgumentException("none of the " + Counted.of(samples.size(), "record")
                + " is JSON, Protobuf with a schema in the registry, or Sparkplug B with its MQTT topic as the key or"
                + " in a header; a mapping is suggested for these only; see docs/readings.md for others");
    }

    private static List<JsonNode> read(List<Sample> samples, Function<Sample, Optional<JsonNode>> parse) {
        return samples.stream().flatMap(sample -> parse.apply(sample).stream()).toList();
    }
}
