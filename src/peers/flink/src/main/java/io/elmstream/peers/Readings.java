package io.elmstream.peers;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.elmstream.wire.avro.SensorReading;
import java.util.HashMap;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records by the stock serde. */
final class Readings implements KafkaRecordDeserializationSchema<Event> {

    private static final long serialVersionUID = 1;

    private final HashMap<String, Object> serde;
    private transient AvroKafkaDeserializer<SensorReading> deserializer;

    Readings(PeerSettings settings) {
        serde = new HashMap<>(settings.serde());
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        deserializer = new AvroKafkaDeserializer<>();
        deserializer.configure(serde, false);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Event> out) {
        SensorReading reading = deserializer.deserialize(record.topic(), record.headers(), record.value());
        out.collect(new Event(
                record.key(),
                record.headers(),
                new Sourced(reading, record.topic(), record.partition(), record.offset())));
    }

    @Override
    public TypeInformation<Event> getProducedType() {
        // not analysed: it never leaves its process
        return new GenericTypeInfo<>(Event.class);
    }
}
