package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.SchemaRegistry.FoundProtobuf;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** A sample record in Protobuf as if it were JSON, with the names and values that a mapping sees. */
final class ProtobufSample {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ProtobufSample() {}

    /** Parses the value of a record; empty if it is no message of a schema in the registry. */
    static Optional<JsonNode> parse(byte[] value, Headers headers, SchemaIds ids, SchemaRegistry registry) {
        Optional<SchemaId> id = new SchemaIdFinder(ids).find(value, headers);
        if (id.filter(SchemaId::isAssigned).isEmpty() || !(registry.find(id.get()) instanceof FoundProtobuf found)) {
            return Optional.empty();
        }
        ProtobufType type = ids == SchemaIds.HEADERS
                ? ProtobufType.of(found.file(), value, headers)
                : ProtobufType.of(found.file(), value, ids.prefix());
        if (type.type().isEmpty()) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOfRange(value, ids.prefix() + type.preamble(), value.length);
        try {
            return Optional.of(object(DynamicMessage.newBuilder(type.type().get())
                    .mergeFrom(message)
                    .buildPartial()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(Message message) {
        ObjectNode object = JSON.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                object.set(field.getName(), map((List<?>) message.getField(field)));
            } else if (field.isRepeated()) {
                ArrayNode elements = object.putArray(field.getName());
                ((List<?>) message.getField(field)).forEach(element -> elements.add(value(field, element)));
            } else if (!field.hasPresence() || message.hasField(field)) {
                object.set(field.getName(), value(field, message.getField(field)));
            }
        }
        return object;
    }

    private static ObjectNode map(List<?> entries) {
        ObjectNode map = JSON.objectNode();
        for (Object each : entries) {
            Message entry = (Message) each;
            FieldDescriptor key = entry.getDescriptorForType().findFieldByName("key");
            FieldDescriptor value = entry.getDescriptorForType().findFieldByName("value");
            map.set(entry.getField(key).toString(), value(value, entry.getField(value)));
        }
        return map;
    }

    private static JsonNode value(FieldDescriptor field, Object value) {
        if (value instanceof Message message) {
            return message(message);
        }
        if (value instanceof EnumValueDescriptor symbol) {
            return JSON.textNode(symbol.getName());
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof String text) {
            return JSON.textNode(text);
        }
        return value instanceof Number number ? number(field, number) : JSON.binaryNode(new byte[0]);
    }

    private static JsonNode number(FieldDescriptor field, Number number) {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> JSON.numberNode(Integer.toUnsignedLong(number.intValue()));
            case UINT64, FIXED64 -> JSON.numberNode(new BigDecimal(Long.toUnsignedString(number.longValue())));
            case FLOAT, DOUBLE -> JSON.numberNode(number.doubleValue());
            default -> JSON.numberNode(number.longValue());
        };
    }

    private static JsonNode message(Message message) {
        String type = message.getDescriptorForType().getFullName();
        if (ProtobufCompiler.WRAPPERS.contains(type)) {
            FieldDescriptor value = message.getDescriptorForType().findFieldByName("value");
            return value(value, message.getField(value));
        }
        if (type.equals(ProtobufCompiler.TIMESTAMP)) {
            long seconds =
                    (Long) message.getField(message.getDescriptorForType().findFieldByName("seconds"));
            try {
                return JSON.textNode(Instant.ofEpochSecond(seconds).toString());
            } catch (DateTimeException e) {
                return JSON.nullNode();
            }
        }
        return object(message);
    }
}
