package io.elmstream.support;

import io.elmstream.governor.Command;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.ModelCommand;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends commands without waiting for their answers, and knows where on the control topic each of them is. */
public final class CommandFeed implements AutoCloseable {

    private static final int ANY_CONTENT_ID = 0;
    private static final String UNKNOWN = "";

    private final ControlCodec<ModelCommand> codec = ControlCodec.commands();
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final SortedMap<Long, String> sent = new ConcurrentSkipListMap<>();

    public CommandFeed(String bootstrapServers, String topic) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    /** Sends a command. */
    public void send(Command command) {
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.encode(ANY_CONTENT_ID, CommandRecords.command(command));
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
            if (failure == null) {
                sent.put(metadata.offset(), command.requestId());
            }
        });
    }

    /** Sends whatever it is. */
    public void send(byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
        producer.send(new ProducerRecord<>(topic, null, key, value, List.of(headers)), (metadata, failure) -> {
            if (failure == null) {
                sent.put(metadata.offset(), UNKNOWN);
            }
        });
    }

    /**
     * The request ids of all that was sent, empty for what may be no command, by the offset on the topic; the broker
     * has all of them.
     */
    public SortedMap<Long, String> sent() {
        producer.flush();
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
