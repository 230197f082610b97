package io.elmstream.bench;

import io.elmstream.app.StreamsProperties;
import io.elmstream.config.Configuration;
import io.elmstream.topology.Names;
import io.elmstream.topology.inference.RefusedReadings;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** A topology that drains the readings: Elmstream's, or a baseline, all with the same Kafka properties. */
interface Contender {

    Topology topology(Configuration configuration, SchemaRegistry registry);

    /** Elmstream's own inference. */
    Contender ELMSTREAM = new ElmstreamContender();

    /** Bytes in, the same bytes out: what Kafka Streams alone takes. */
    Contender PASS_THROUGH = (configuration, registry) -> new Topology()
            .addSource(
                    AutoOffsetReset.earliest(),
                    Names.READINGS_SOURCE,
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    configuration.inference().topics().readings())
            .addSink(
                    Names.PREDICTIONS_SINK,
                    configuration.inference().topics().predictions(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    Names.READINGS_SOURCE);

    /** The Kafka Streams application, not started. */
    default KafkaStreams streams(Configuration configuration, SchemaRegistry registry, Path folder) {
        return new KafkaStreams(
                topology(configuration, registry),
                StreamsProperties.inference(configuration, folder, new RefusedReadings()));
    }
}
