package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elmstream.readings.MappingSuggestion.Sample;
import io.elmstream.readings.sparkplug.Completion;
import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.Completion.Kind;
import io.elmstream.readings.sparkplug.Completion.NoReading;
import io.elmstream.readings.sparkplug.Completion.Outcome;
import io.elmstream.readings.sparkplug.MemoryNodeStates;
import io.elmstream.readings.sparkplug.Metric;
import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.None;
import io.elmstream.readings.sparkplug.MetricValue.Null;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.readings.sparkplug.Payload;
import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import io.elmstream.readings.sparkplug.SparkplugTopic;
import io.elmstream.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sample records of Sparkplug B.
 *
 * @param mqtt the header with the MQTT topic; empty if it is the key
 * @param records the data among them, as if they were JSON; the births if there are no data
 */
record SparkplugSamples(Optional<String> mqtt, List<JsonNode> records) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What nodes have for their hosts; the names are those of the specification. */
    private static final List<String> OWN = List.of("bdSeq", "Node Control/", "Device Control/", "Node Info/");

    /** Reads samples; empty if none of them has an MQTT topic of Sparkplug B beside it. */
    static Optional<SparkplugSamples> of(List<Sample> samples) {
        if (samples.stream().anyMatch(sample -> topic(sample.key()).isPresent())) {
            return Optional.of(new SparkplugSamples(Optional.empty(), read(samples, new Place.Key())));
        }
        return samples.stream()
                .flatMap(sample -> Arrays.stream(sample.headers().toArray()))
                .filter(header -> topic(header.value()).isPresent())
                .map(Header::key)
                .findFirst()
                .map(name -> new SparkplugSamples(Optional.of(name), read(samples, new Place.Header(name))));
    }

    private static Optional<SparkplugTopic> topic(byte @Nullable [] text) {
        return text == null ? Optional.empty() : SparkplugTopic.parse(new String(text, UTF_8));
    }

    private static List<JsonNode> read(List<Sample> samples, Place mqtt) {
        Completion completion = new Completion(new MemoryNodeStates(), Gaps.IGNORED);
        List<JsonNode> births = new ArrayList<>();
        List<JsonNode> data = new ArrayList<>();
        for (Sample sample : samples) {
            Optional<SparkplugTopic> topic = RecordCompletion.sent(mqtt, sample.key(), sample.headers());
            if (topic.isEmpty()) {
                continue;
            }
            Outcome outcome = completion.take(topic.get(), sample.value(), Set.of());
            if (outcome instanceof Data complete && complete.value() != null) {
                json(complete.value()).ifPresent(data::add);
            } else if (outcome.equals(new NoReading(Kind.BIRTH))) {
                json(sample.value()).ifPresent(births::add);
            }
        }
        return data.isEmpty() ? births : data;
    }

    private static Optional<JsonNode> json(byte[] value) {
        try {
            Payload payload = Payload.parse(value);
            if (!payload.isComplete()) {
                return Optional.empty();
            }
            ObjectNode fields = JSON.objectNode();
            Stream.concat(payload.held().orElse(List.of()).stream(), payload.metrics().stream())
                    .filter(metric -> OWN.stream().noneMatch(metric.name()::startsWith))
                    .filter(metric -> !(metric.value() instanceof None))
                    .forEach(metric -> fields.set(metric.name(), json(metric)));
            return Optional.of(fields);
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(Metric metric) {
        if (metric.value() instanceof Whole whole) {
            return JSON.numberNode(metric.number(whole));
        }
        if (metric.value() instanceof Real real) {
            return JSON.numberNode(real.value());
        }
        if (metric.value() instanceof Flag flag) {
            return JSON.booleanNode(flag.value());
        }
        if (metric.value() instanceof Text text) {
            return JSON.textNode(text.value());
        }
        return metric.value() instanceof Null ? JSON.nullNode() : JSON.objectNode();
    }
}
