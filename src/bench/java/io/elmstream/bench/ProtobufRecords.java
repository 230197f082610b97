package io.elmstream.bench;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Readings as Protobuf messages with a field for each feature, in the framing of Confluent's serde: the message is the
 * first in its schema.
 */
final class ProtobufRecords implements RecordWriter {

    static final Type FLOATS = Type.TYPE_FLOAT;
    static final Type DOUBLES = Type.TYPE_DOUBLE;

    private final List<String> features;
    private final boolean isPack;
    private final Descriptor record;
    private final Descriptor reading;
    private final int contentId;

    /**
     * Registers the schema.
     *
     * @param number the type of a feature
     */
    ProtobufRecords(String topic, List<String> features, Type number, boolean isPack, BenchSchemas schemas) {
        this.features = features;
        this.isPack = isPack;
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setSyntax("proto3");
        if (isPack) {
            FieldDescriptorProto.Builder readings = field("readings", 1, Type.TYPE_MESSAGE)
                    .setLabel(Label.LABEL_REPEATED)
                    .setTypeName(".Telemetry");
            file.addMessageType(DescriptorProto.newBuilder().setName("Pack").addField(readings));
        }
        DescriptorProto.Builder fields = DescriptorProto.newBuilder().setName("Telemetry");
        fields.addField(field("sensor", 1, Type.TYPE_STRING)).addField(field("time", 2, Type.TYPE_INT64));
        features.forEach(name -> fields.addField(field(name, fields.getFieldCount() + 1, number)));
        FileDescriptor schema;
        try {
            schema = FileDescriptor.buildFrom(file.addMessageType(fields).build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
        this.record = schema.getMessageTypes().get(0);
        this.reading = schema.findMessageTypeByName("Telemetry");
        this.contentId = schemas.register(topic, schema);
    }

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    @Override
    public byte[] write(List<BenchReading> readings) {
        List<DynamicMessage> messages = readings.stream().map(this::message).toList();
        byte[] bytes = (isPack
                        ? DynamicMessage.newBuilder(record)
                                .setField(record.findFieldByName("readings"), messages)
                                .build()
                        : messages.get(0))
                .toByteArray();
        return ByteBuffer.allocate(1 + Integer.BYTES + 1 + bytes.length)
                .put((byte) 0)
                .putInt(contentId)
                .put((byte) 0)
                .put(bytes)
                .array();
    }

    private DynamicMessage message(BenchReading from) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(reading)
                .setField(reading.findFieldByName("sensor"), from.sensor())
                .setField(reading.findFieldByName("time"), from.time());
        boolean areFloats = reading.getFields().get(2).getType().toProto() == FLOATS;
        for (int i = 0; i < features.size(); i++) {
            float value = from.values()[i];
            message.setField(reading.findFieldByName(features.get(i)), areFloats ? value : (Object) (double) value);
        }
        return message.build();
    }
}
