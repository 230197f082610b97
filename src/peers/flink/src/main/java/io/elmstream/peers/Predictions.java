package io.elmstream.peers;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.wire.avro.Prediction;
import java.util.HashMap;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records by the stock serde. */
final class Predictions implements KafkaRecordSerializationSchema<Outcome> {

    private static final long serialVersionUID = 1;

    private final HashMap<String, Object> serde;
    private final String topic;
    private transient AvroKafkaSerializer<Prediction> serializer;

    Predictions(PeerSettings settings) {
        serde = new HashMap<>(settings.serde());
        topic = settings.out();
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
        serializer = new AvroKafkaSerializer<>();
        serializer.configure(serde, false);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Outcome outcome, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(
                topic,
                null,
                timestamp,
                outcome.key(),
                serializer.serialize(topic, outcome.prediction()),
                outcome.headers());
    }
}
