package io.elmstream.peers;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** Kafka Streams with the stock serde and ONNX Runtime, one stream thread, exactly once. */
public final class StreamsPeer {

    private StreamsPeer() {}

    /** Takes the file of its settings, and runs until the process ends. */
    public static void main(String[] arguments) throws IOException {
        PeerSettings settings = PeerSettings.read(Path.of(arguments[0]));
        KafkaStreams streams = new KafkaStreams(topology(settings), properties(settings));
        streams.setUncaughtExceptionHandler(failure -> {
            failure.printStackTrace();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static Topology topology(PeerSettings settings) {
        AvroKafkaDeserializer<SensorReading> deserializer = new AvroKafkaDeserializer<>();
        deserializer.configure(settings.serde(), false);
        AvroKafkaSerializer<Prediction> serializer = new AvroKafkaSerializer<>();
        serializer.configure(settings.serde(), false);
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "readings",
                        new ByteArrayDeserializer(),
                        deserializer,
                        settings.in())
                .addProcessor("predict", () -> new PredictInBatches(settings), "readings")
                .addSink("predictions", settings.out(), new ByteArraySerializer(), serializer, "predict");
    }

    /** The properties on which latency and throughput depend are those that Elmstream sets by default. */
    private static Properties properties(PeerSettings settings) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.id());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.folder().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitMillis());
        properties.put(StreamsConfig.POLL_MS_CONFIG, settings.lingerMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), settings.producerLinger());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), settings.producerBatch());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), settings.compression());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        return properties;
    }
}
