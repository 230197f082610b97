package io.elmstream.readings;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Any Protobuf schema, and bytes of a message of it: in several parts, packed otherwise than the schema says, and with
 * fields and symbols that the schema does not have.
 */
final class AnyProtobuf {

    private static final int DEEPEST = 3;
    private static final int DEEPEST_VALUE = 4;
    private static final int UNKNOWN_SYMBOL = 9;
    private static final int MOST_PARTS = 3;

    private static final List<Type> SCALARS = List.of(
            Type.TYPE_DOUBLE,
            Type.TYPE_FLOAT,
            Type.TYPE_INT32,
            Type.TYPE_INT64,
            Type.TYPE_UINT32,
            Type.TYPE_UINT64,
            Type.TYPE_SINT32,
            Type.TYPE_SINT64,
            Type.TYPE_FIXED32,
            Type.TYPE_FIXED64,
            Type.TYPE_SFIXED32,
            Type.TYPE_SFIXED64,
            Type.TYPE_BOOL,
            Type.TYPE_STRING,
            Type.TYPE_BYTES);

    private static final List<String> KNOWN =
            List.of("Timestamp", "DoubleValue", "Int64Value", "UInt64Value", "BoolValue", "StringValue", "BytesValue");

    private final Random random;
    private final boolean isProto3;
    private final Set<FieldPath> paths = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));

    /** The schema that the bytes are read with. */
    final FileDescriptor file;

    /** The message that they are. */
    final Descriptor type;

    /** The message in bytes. */
    final byte[] bytes;

    AnyProtobuf(long seed) {
        random = new Random(seed);
        isProto3 = random.nextInt(3) > 0;
        DescriptorProto message = message("M", 0);
        Descriptor written = built(message, true, false).findMessageTypeByName("M");
        Descriptor packedOtherwise = built(message, true, true).findMessageTypeByName("M");
        file = built(message, false, false);
        type = file.findMessageTypeByName("M");
        bytes = parts(written, packedOtherwise);
        paths(type, FieldPath.ROOT, 0);
        paths.add(FieldPath.parse("nowhere.at[1]"));
    }

    /** Returns paths of the schema, to what is there and to what is not. */
    List<FieldPath> paths() {
        return List.copyOf(paths);
    }

    private FileDescriptor built(DescriptorProto message, boolean isWriters, boolean isPackedOtherwise) {
        EnumDescriptorProto.Builder symbols = EnumDescriptorProto.newBuilder()
                .setName("E")
                .addValue(EnumValueDescriptorProto.newBuilder().setName("OFF").setNumber(0))
                .addValue(EnumValueDescriptorProto.newBuilder().setName("ON").setNumber(1))
                .addValue(EnumValueDescriptorProto.newBuilder().setName("LOW").setNumber(-2));
        if (isWriters) {
            symbols.addValue(
                    EnumValueDescriptorProto.newBuilder().setName("NEW").setNumber(UNKNOWN_SYMBOL));
        }
        FileDescriptorProto.Builder proto = FileDescriptorProto.newBuilder()
                .setName("any.proto")
                .setPackage("any")
                .setSyntax(isProto3 ? "proto3" : "proto2")
                .addDependency("google/protobuf/timestamp.proto")
                .addDependency("google/protobuf/wrappers.proto")
                .addEnumType(symbols)
                .addMessageType(changed(message, isWriters, isPackedOtherwise));
        try {
            return FileDescriptor.buildFrom(
                    proto.build(),
                    new FileDescriptor[] {TimestampProto.getDescriptor(), WrappersProto.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the message without the fields that only its writer knows, or with other packing. */
    private static DescriptorProto changed(DescriptorProto message, boolean isWriters, boolean isPackedOtherwise) {
        DescriptorProto.Builder changed = message.toBuilder().clearField().clearNestedType();
        for (FieldDescriptorProto field : message.getFieldList()) {
            if (!isWriters && field.getName().startsWith("new")) {
                continue;
            }
            boolean isPackable = field.getLabel() == Label.LABEL_REPEATED
                    && Set.of(Type.TYPE_STRING, Type.TYPE_BYTES, Type.TYPE_MESSAGE, Type.TYPE_GROUP).stream()
                            .noneMatch(field.getType()::equals);
            changed.addField(
                    isPackable && isPackedOtherwise
                            ? field.toBuilder()
                                    .setOptions(FieldOptions.newBuilder()
                                            .setPacked(!field.getOptions().getPacked()))
                                    .build()
                            : field);
        }
        message.getNestedTypeList()
                .forEach(nested -> changed.addNestedType(changed(nested, isWriters, isPackedOtherwise)));
        return changed.build();
    }

    private DescriptorProto message(String name, int depth) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("one"));
        int count = 1 + random.nextInt(8);
        // successive doubles are read at once
        int step = random.nextBoolean() ? 1 : 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            int number = 1 + i * (random.nextInt(8) == 0 ? 700 : step);
            while (has(message, number)) {
                number++;
            }
            field(message, (random.nextInt(6) == 0 ? "new" : "f") + i, number, depth);
        }
        // a oneof must have a field that the reader's schema has, too
        FieldDescriptorProto.Builder last =
                scalar("last").setNumber(30_000).setOneofIndex(0).setLabel(Label.LABEL_OPTIONAL);
        return message.addField(last).build();
    }

    private static boolean has(DescriptorProto.Builder message, int number) {
        return message.getFieldList().stream().anyMatch(field -> field.getNumber() == number);
    }

    private void field(DescriptorProto.Builder message, String name, int number, int depth) {
        int kind = random.nextInt(depth < DEEPEST ? 12 : 7);
        FieldDescriptorProto.Builder field = switch (kind) {
            case 0 -> scalar(name).setType(Type.TYPE_ENUM).setTypeName(".any.E");
            case 1, 2 ->
                scalar(name)
                        .setType(Type.TYPE_MESSAGE)
                        .setTypeName(".google.protobuf." + KNOWN.get(random.nextInt(KNOWN.size())));
            case 7, 8, 9 -> {
                boolean isGroup = !isProto3 && random.nextInt(3) == 0;
                message.addNestedType(message("N" + name, depth + 1));
                yield scalar(name)
                        .setType(isGroup ? Type.TYPE_GROUP : Type.TYPE_MESSAGE)
                        .setTypeName("N" + name);
            }
            default -> scalar(name);
        };
        field.setNumber(number).setLabel(Label.LABEL_OPTIONAL);
        if (kind >= 10) {
            message.addNestedType(entry(field, depth)).addField(map(field));
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                field.setLabel(Label.LABEL_REPEATED);
                boolean isNumber =
                        Set.of(Type.TYPE_STRING, Type.TYPE_BYTES, Type.TYPE_MESSAGE, Type.TYPE_GROUP).stream()
                                .noneMatch(field.getType()::equals);
                if (isNumber) {
                    field.setOptions(FieldOptions.newBuilder().setPacked(random.nextBoolean()));
                }
            }
            case 1 -> field.setOneofIndex(0);
            default -> {}
        }
        message.addField(field);
    }

    private FieldDescriptorProto.Builder scalar(String name) {
        Type type = random.nextInt(3) == 0 ? Type.TYPE_DOUBLE : SCALARS.get(random.nextInt(SCALARS.size()));
        return FieldDescriptorProto.newBuilder().setName(name).setType(type);
    }

    private static String entryName(FieldDescriptorProto.Builder field) {
        return Character.toUpperCase(field.getName().charAt(0))
                + field.getName().substring(1) + "Entry";
    }

    private DescriptorProto entry(FieldDescriptorProto.Builder field, int depth) {
        List<Type> keys =
                List.of(Type.TYPE_STRING, Type.TYPE_STRING, Type.TYPE_SINT32, Type.TYPE_UINT64, Type.TYPE_BOOL);
        DescriptorProto.Builder entry = DescriptorProto.newBuilder()
                .setName(entryName(field))
                .setOptions(MessageOptions.newBuilder().setMapEntry(true));
        FieldDescriptorProto.Builder value = scalar("value");
        if (random.nextBoolean()) {
            value.setType(Type.TYPE_MESSAGE)
                    .setTypeName(random.nextBoolean() ? ".google.protobuf.DoubleValue" : ".any.M");
        }
        return entry.addField(scalar("key")
                        .setType(keys.get(random.nextInt(keys.size())))
                        .setNumber(1)
                        .setLabel(Label.LABEL_OPTIONAL))
                .addField(value.setNumber(2).setLabel(Label.LABEL_OPTIONAL))
                .build();
    }

    private static FieldDescriptorProto.Builder map(FieldDescriptorProto.Builder field) {
        return field.setType(Type.TYPE_MESSAGE).setTypeName(entryName(field)).setLabel(Label.LABEL_REPEATED);
    }

    private byte[] parts(Descriptor written, Descriptor packedOtherwise) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int i = random.nextInt(MOST_PARTS + 1); i > 0; i--) {
                DynamicMessage part = value(written, 0);
                all.write(
                        random.nextBoolean()
                                ? part.toByteArray()
                                : DynamicMessage.parseFrom(packedOtherwise, part.toByteArray())
                                        .toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private DynamicMessage value(Descriptor message, int depth) {
        DynamicMessage.Builder value = DynamicMessage.newBuilder(message);
        for (FieldDescriptor field : message.getFields()) {
            boolean isDeep = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= DEEPEST_VALUE;
            if (isDeep || random.nextInt(3) == 0) {
                continue;
            }
            if (!field.isRepeated()) {
                value.setField(field, single(field, depth));
                continue;
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                value.addRepeatedField(field, single(field, depth));
            }
        }
        return value.build();
    }

    private Object single(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt() >> random.nextInt(Integer.SIZE);
            case LONG ->
                field.getName().equals("key")
                        ? (long) random.nextInt(3)
                        : random.nextLong() >> random.nextInt(Long.SIZE);
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian() * 1e6;
            case BOOLEAN -> random.nextBoolean();
            case STRING -> field.getName().equals("key") ? key() : text();
            case BYTE_STRING -> ByteString.copyFromUtf8(text());
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> value(field.getMessageType(), depth + 1);
        };
    }

    private String key() {
        return List.of("", "k1", "\u00e9.\u4e2d").get(random.nextInt(3));
    }

    private String text() {
        return random.nextBoolean() ? "x" + random.nextInt() : Float.toString(random.nextFloat());
    }

    private void paths(Descriptor message, FieldPath at, int depth) {
        for (FieldDescriptor field : message.getFields()) {
            FieldPath path = at.named(field.getName());
            List<FieldPath> down = new ArrayList<>();
            if (field.isMapField()) {
                List.of("", "k1", "\u00e9.\u4e2d", "0", "1", "-1", "true", "007")
                        .forEach(key -> down.add(path.named(key)));
            } else if (field.isRepeated()) {
                List.of(0, 2, 5).forEach(index -> down.add(path.then(new FieldPath.Index(index))));
            } else {
                down.add(path);
            }
            addSome(path);
            down.forEach(this::addSome);
            FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
            if (value.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth < DEEPEST_VALUE - 1) {
                down.forEach(each -> paths(value.getMessageType(), each, depth + 1));
            }
        }
    }

    private void addSome(FieldPath path) {
        if (random.nextInt(3) > 0 && paths.size() < 200) {
            paths.add(path);
        }
    }
}
