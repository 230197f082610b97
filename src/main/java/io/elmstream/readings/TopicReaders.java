package io.elmstream.readings;

import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;

/** The readers of one task, one for each topic. Not thread-safe. */
public final class TopicReaders {

    private final Mappings mappings;
    private final SchemaRegistry registry;
    private final Map<String, TopicReader> byTopic = new HashMap<>();
    private String lastTopic = "";
    private TopicReader last;

    /**
     * Creates the readers.
     *
     * @param mappings of the input topics
     * @param registry the source of writers' schemas
     */
    public TopicReaders(Mappings mappings, SchemaRegistry registry) {
        this.mappings = mappings;
        this.registry = registry;
        this.last = reader(mappings.all().get(0));
    }

    /** Returns the reader of the first topic. */
    public TopicReader first() {
        return last;
    }

    /** Returns the reader of a topic's records; a topic that is no input is read like the first that is. */
    public TopicReader of(String topic) {
        if (!topic.equals(lastTopic)) {
            last = byTopic.computeIfAbsent(topic, first -> reader(mappings.reading(topic)));
            lastTopic = topic;
        }
        return last;
    }

    private TopicReader reader(Mapping mapping) {
        Layout layout = new Layout(mapping);
        return switch (mapping.format()) {
            case ELMSTREAM -> new ElmstreamReader(new ReadingDecoder(registry));
            case AVRO -> new MappedReader(mapping, layout, new AvroDecoder(mapping, layout, registry));
            case PROTOBUF -> new MappedReader(mapping, layout, new ProtobufDecoder(mapping, layout, registry));
            case SENML -> new MappedReader(mapping, layout, new SenmlDecoder(mapping, layout));
            case SPARKPLUG -> new MappedReader(mapping, layout, new SparkplugDecoder(mapping, layout));
            case JSON -> new MappedReader(mapping, layout, new DirectJsonDecoder(mapping, layout));
        };
    }
}
