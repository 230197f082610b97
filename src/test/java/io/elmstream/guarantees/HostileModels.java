package io.elmstream.guarantees;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ChallengerMode;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Timeline;
import io.elmstream.wire.avro.TimelineStep;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that somebody writes to the models topic behind the governor's back. */
final class HostileModels {

    private static final ControlCodec<ModelRecord> CODEC = ControlCodec.models();

    /** A record without a timestamp, as older clients write it. */
    private static final class Timeless extends ProducerRecord<byte[], byte[]> {

        Timeless(String topic, byte[] key, byte @Nullable [] value) {
            super(topic, key, value);
        }

        @Override
        public Long timestamp() {
            return -1L;
        }
    }

    private HostileModels() {}

    static void send(String bootstrapServers, String topic) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            int number = 0;
            for (byte[] value : values()) {
                byte[] key = ("hostile-" + number++).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, value));
                producer.send(new Timeless(topic, key, value));
            }
            producer.flush();
        }
    }

    private static List<byte @Nullable []> values() {
        byte[] timeline = record("boiler", new Timeline(List.of(step(2), step(1))));
        return Arrays.asList(
                null,
                new byte[0],
                "not a record".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(timeline, timeline.length - 3),
                timeline,
                record("No Model Id", new Timeline(List.of(step(1)))),
                // a model whose only version cannot serve
                record("boiler", artefact(1)),
                record("boiler", new Timeline(List.of(step(1)))),
                // another file for the version that serves
                record(SmallModel.ID, artefact(1)),
                // learning of a model that is not there, in a format that has none, and for a share that is none
                CODEC.encode(1, ModelRecords.learning(new ModelId("nobody"), Learning.OFF)),
                record("boiler", learning(10_000)),
                CODEC.encode(1, new ModelRecord(3, "boiler", learning(0))));
    }

    private static io.elmstream.wire.avro.Learning learning(int share) {
        return new io.elmstream.wire.avro.Learning(true, ChallengerMode.SHADOW, share, null);
    }

    private static Artefact artefact(int version) {
        return new Artefact(version, "no digest", ByteBuffer.wrap("no model".getBytes(StandardCharsets.UTF_8)));
    }

    private static TimelineStep step(long revision) {
        return new TimelineStep(revision, null, 1, "hostile", null, null, null, null);
    }

    private static byte[] record(String model, Object content) {
        return CODEC.encode(1, new ModelRecord(ModelRecords.FORMAT, model, content));
    }
}
