package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.readings.sparkplug.Completion;
import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.Completion.Outcome;
import io.elmstream.readings.sparkplug.NodeStates;
import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import io.elmstream.readings.sparkplug.SparkplugTopic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Completes records that cannot be read by themselves, those of Sparkplug B, with what earlier records said. Takes the
 * records of a partition in the order of their offsets, each once. Not thread-safe.
 */
public final class RecordCompletion {

    private final Mappings mappings;
    private final Completion completion;
    private final Map<String, Optional<Source>> sources = new HashMap<>();

    /** An input topic with records of Sparkplug B. */
    private record Source(Place mqtt, Set<String> features) {}

    /**
     * Creates a completion.
     *
     * @param mappings of the input topics
     * @param states what was remembered so far
     * @param gaps is told of messages that are missing
     */
    public RecordCompletion(Mappings mappings, NodeStates states, Gaps gaps) {
        this.mappings = mappings;
        this.completion = new Completion(states, gaps);
    }

    /** Returns whether the records of a topic need it; the others are returned as they are. */
    public boolean isNeeded(String topic) {
        return source(topic).isPresent();
    }

    /**
     * Takes a record.
     *
     * @param topic the input topic; one that is no input is read like the first that is
     * @return the value to read, or that there is no reading
     */
    public Outcome take(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        Optional<Source> source = source(topic);
        Optional<SparkplugTopic> sent = source.flatMap(each -> sent(each.mqtt(), key, headers));
        if (source.isEmpty() || sent.isEmpty()) {
            return new Data(value);
        }
        return completion.take(sent.get(), value, source.get().features());
    }

    private Optional<Source> source(String topic) {
        return sources.computeIfAbsent(topic, first -> {
            Mapping mapping = mappings.reading(first);
            return mapping.mqtt().map(mqtt -> new Source(mqtt, mapping.listed()));
        });
    }

    /** Returns the MQTT topic of a message; empty if it has none of Sparkplug B. */
    static Optional<SparkplugTopic> sent(Place mqtt, byte @Nullable [] key, Headers headers) {
        byte[] text = mqtt.beside(key, headers);
        return text == null ? Optional.empty() : SparkplugTopic.parse(new String(text, UTF_8));
    }
}
