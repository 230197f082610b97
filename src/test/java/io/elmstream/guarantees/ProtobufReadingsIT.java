package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import io.apicurio.registry.serde.Legacy8ByteIdHandler;
import io.apicurio.registry.serde.protobuf.ProtobufKafkaSerializer;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.topology.DeadLetterHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Readings in Protobuf as Apicurio's serde writes them, in each of its ways: each has one outcome. */
class ProtobufReadingsIT extends RealKafkaContract {

    private static final int RECORDS = 100;

    private static final List<String> NAMES =
            List.of("sensor1", "sensor2", "sensor3", "sensor4", "sensor5", "sensor6", "sensor7", "sensor8", "sensor9");

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldGiveEachReadingOneOutcomeHoweverItsSchemaIsNamed() throws Exception {
        // Given
        try (ElmstreamUnderTest app = application("protobuf", 2)) {
            Map<String, Map<String, Object>> producers = new LinkedHashMap<>();
            producers.put(app.topics().readings(), Map.of());
            producers.put("protobuf-global", Map.of("apicurio.registry.use-id", "globalId"));
            producers.put(
                    "protobuf-long", Map.of("apicurio.registry.id-handler", Legacy8ByteIdHandler.class.getName()));
            producers.put("protobuf-headers", Map.of("apicurio.registry.headers.enabled", "true"));
            producers.put(
                    "protobuf-indices",
                    Map.of(
                            "apicurio.registry.serde.send-type-ref",
                            "false",
                            "apicurio.registry.serde.send-indexes",
                            "true"));
            List<String> ids = List.of("content", "global", "content8", "headers", "content");
            List<String> topics = List.copyOf(producers.keySet());
            create(topics.subList(1, topics.size()));
            for (String topic : topics) {
                send(topic, producers.get(topic));
            }

            // When
            StringBuilder mappings = new StringBuilder();
            for (int i = 0; i < topics.size(); i++) {
                mappings.append(i == 0 ? "{" : ", ")
                        .append("'%s': {'format': 'protobuf', 'ids': '%s', 'sensor': 'device.id', 'time': 'taken'}"
                                .formatted(topics.get(i), ids.get(i)));
            }
            app.start(Map.of("commit.interval.ms", "50", "readings", (mappings + "}").replace('\'', '"')));
            app.champion(1);

            // Then
            int expected = topics.size() * RECORDS;
            app.await()
                    .untilAsserted(
                            () -> assertThat(OutcomePositions.of(kafka(), app)).hasSizeGreaterThanOrEqualTo(expected));
            assertThat(OutcomePositions.of(kafka(), app))
                    .doesNotHaveDuplicates()
                    .hasSize(expected);
            assertThat(new RawTopic(kafka().bootstrapServers(), app.topics().deadLetters())
                            .records().stream()
                                    .map(letter -> DeadLetterHeaders.of(letter.headers()))
                                    .map(letter -> letter.topic() + " " + letter.reason())
                                    .collect(Collectors.groupingBy(words -> words, Collectors.counting())))
                    .isEqualTo(topics.stream()
                            .flatMap(topic -> List.of(topic + " MISSING_FEATURE", topic + " UNREADABLE").stream())
                            .collect(Collectors.toMap(words -> words, words -> RECORDS / 10L)));
        }
    }

    private void create(List<String> topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Sends readings of which one in ten lacks a feature, and one in ten is cut off. */
    private void send(String topic, Map<String, Object> settings) throws DescriptorValidationException {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("apicurio.registry.url", kafka().registryUrl());
        all.put("apicurio.registry.auto-register", "true");
        Descriptor type = telemetry();
        try (ProtobufKafkaSerializer<DynamicMessage> serializer = new ProtobufKafkaSerializer<>();
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            serializer.configure(all, false);
            for (int i = 0; i < RECORDS; i++) {
                Headers headers = new RecordHeaders();
                byte[] value = serializer.serialize(topic, headers, reading(type, i));
                byte[] sent = i % 10 == 7 ? Arrays.copyOf(value, value.length - 1) : value;
                producer.send(new ProducerRecord<>(topic, null, null, "k".getBytes(UTF_8), sent, headers));
            }
        }
    }

    private static Descriptor telemetry() throws DescriptorValidationException {
        FileDescriptorProto device = FileDescriptorProto.newBuilder()
                .setName("plant/device.proto")
                .setPackage("plant")
                .setSyntax("proto3")
                .addMessageType(
                        DescriptorProto.newBuilder().setName("Device").addField(field("id", 1, Type.TYPE_STRING)))
                .build();
        List<FieldDescriptorProto> fields = new ArrayList<>();
        fields.add(field("device", 1, Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".plant.Device")
                .build());
        fields.add(field("taken", 2, Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".google.protobuf.Timestamp")
                .build());
        for (String name : NAMES) {
            fields.add(field(name, 3 + fields.size(), Type.TYPE_DOUBLE).toBuilder()
                    .setProto3Optional(true)
                    .setOneofIndex(fields.size() - 2)
                    .build());
        }
        DescriptorProto.Builder message =
                DescriptorProto.newBuilder().setName("Telemetry").addAllField(fields);
        NAMES.forEach(name -> message.addOneofDeclBuilder().setName("_" + name));
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("plant/telemetry.proto")
                .setPackage("plant")
                .setSyntax("proto3")
                .addDependency("plant/device.proto")
                .addDependency("google/protobuf/timestamp.proto")
                .addMessageType(DescriptorProto.newBuilder().setName("Other"))
                .addMessageType(message)
                .build();
        return FileDescriptor.buildFrom(file, new FileDescriptor[] {
                    FileDescriptor.buildFrom(device, new FileDescriptor[0]), TimestampProto.getDescriptor()
                })
                .findMessageTypeByName("Telemetry");
    }

    private static FieldDescriptorProto field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL)
                .build();
    }

    private static DynamicMessage reading(Descriptor type, int number) {
        Descriptor device = type.findFieldByName("device").getMessageType();
        DynamicMessage.Builder reading = DynamicMessage.newBuilder(type)
                .setField(
                        type.findFieldByName("device"),
                        DynamicMessage.newBuilder(device)
                                .setField(device.findFieldByName("id"), "d" + number % 7)
                                .build())
                .setField(
                        type.findFieldByName("taken"),
                        Timestamp.newBuilder()
                                .setSeconds(1_764_000_000 + number)
                                .build());
        for (int i = 0; i < NAMES.size(); i++) {
            if (number % 10 != 3 || i != 4) {
                reading.setField(type.findFieldByName(NAMES.get(i)), (double) SmallModel.FEATURES.get(i));
            }
        }
        return reading.build();
    }
}
