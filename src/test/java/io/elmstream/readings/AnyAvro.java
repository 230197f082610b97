package io.elmstream.readings;

import io.elmstream.readings.FieldPath.Index;
import io.elmstream.readings.FieldPath.Name;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Any schema with any value of it, and what is found at which path. */
final class AnyAvro {

    /** What a feature of type number must find. */
    record Found(byte state, float value) {}

    private static final int DEEPEST = 3;

    private final Random random;
    private int names;
    final Map<FieldPath, Found> found = new LinkedHashMap<>();
    final Schema schema;
    final Object value;

    AnyAvro(long seed) {
        random = new Random(seed);
        schema = record(0);
        value = value(schema, FieldPath.ROOT);
        found.remove(FieldPath.ROOT);
    }

    private Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            fields.add(new Schema.Field("f" + i, any(depth + 1), null, (Object) null));
        }
        return Schema.createRecord("R" + names++, null, "org.example", false, fields);
    }

    private Schema any(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 13 : 9)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.STRING);
            case 6 -> Schema.createEnum("E" + names++, null, "org.example", List.of("ON", "OFF"));
            case 7 -> decimal();
            case 8 -> union(depth);
            case 9 -> Schema.createArray(any(depth + 1));
            case 10 -> Schema.createMap(any(depth + 1));
            default -> record(depth);
        };
    }

    private Schema decimal() {
        int scale = random.nextInt(30);
        Schema type = random.nextBoolean()
                ? Schema.create(Schema.Type.BYTES)
                : Schema.createFixed("D" + names++, null, "org.example", 13);
        return LogicalTypes.decimal(30, scale).addToSchema(type);
    }

    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>(List.of(
                Schema.create(Schema.Type.NULL),
                Schema.create(random.nextBoolean() ? Schema.Type.DOUBLE : Schema.Type.INT),
                Schema.create(Schema.Type.STRING)));
        if (depth < DEEPEST) {
            branches.add(record(depth + 1));
        }
        Collections.shuffle(branches, random);
        return Schema.createUnion(branches.subList(0, 1 + random.nextInt(branches.size())));
    }

    private Object value(Schema type, FieldPath path) {
        return switch (type.getType()) {
            case NULL -> {
                found.put(path, new Found(DecodedReadings.NULL, 0));
                yield null;
            }
            case BOOLEAN -> {
                boolean flag = random.nextBoolean();
                yield number(path, flag, flag ? 1 : 0);
            }
            case INT -> {
                int number = random.nextInt() >> random.nextInt(32);
                yield number(path, number, number);
            }
            case LONG -> {
                long number = random.nextLong() >> random.nextInt(64);
                yield number(path, number, number);
            }
            case FLOAT -> {
                float number = (float) random.nextGaussian();
                yield number(path, number, number);
            }
            case DOUBLE -> {
                double number = random.nextGaussian() * 1e6;
                yield number(path, number, number);
            }
            case STRING -> text(path);
            case ENUM -> {
                found.put(path, new Found(DecodedReadings.UNPARSABLE, 0));
                yield new GenericData.EnumSymbol(type, type.getEnumSymbols().get(random.nextInt(2)));
            }
            case BYTES, FIXED -> decimal(type, path);
            case UNION ->
                value(type.getTypes().get(random.nextInt(type.getTypes().size())), path);
            case RECORD -> {
                found.put(path, new Found(DecodedReadings.UNPARSABLE, 0));
                GenericData.Record record = new GenericData.Record(type);
                type.getFields()
                        .forEach(field ->
                                record.put(field.pos(), value(field.schema(), path.then(new Name(field.name())))));
                yield record;
            }
            case ARRAY -> {
                found.put(path, new Found(DecodedReadings.UNPARSABLE, 0));
                List<Object> elements = new ArrayList<>();
                int count = random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    elements.add(value(type.getElementType(), path.then(new Index(i))));
                }
                yield elements;
            }
            case MAP -> {
                found.put(path, new Found(DecodedReadings.UNPARSABLE, 0));
                Map<String, Object> entries = new LinkedHashMap<>();
                int count = random.nextInt(12);
                for (int i = 0; i < count; i++) {
                    String key = "k" + i + (random.nextBoolean() ? "" : "\u00e9.\u4e2d");
                    entries.put(key, value(type.getValueType(), path.then(new Name(key))));
                }
                yield entries;
            }
        };
    }

    private Object number(FieldPath path, Object number, double asDouble) {
        found.put(path, new Found(DecodedReadings.PRESENT, (float) asDouble));
        return number;
    }

    private Object text(FieldPath path) {
        String text = random.nextBoolean() ? "x" + random.nextInt() : Float.toString(random.nextFloat());
        OptionalDouble number = new FeatureType.Numeric().of(text);
        found.put(
                path,
                number.isPresent()
                        ? new Found(DecodedReadings.PRESENT, (float) number.getAsDouble())
                        : new Found(DecodedReadings.UNPARSABLE, 0));
        return text;
    }

    private Object decimal(Schema type, FieldPath path) {
        BigInteger unscaled = new BigInteger(1 + random.nextInt(90), random);
        unscaled = random.nextBoolean() ? unscaled : unscaled.negate();
        int scale = ((LogicalTypes.Decimal) type.getLogicalType()).getScale();
        found.put(path, new Found(DecodedReadings.PRESENT, (float) new BigDecimal(unscaled, scale).doubleValue()));
        byte[] bytes = unscaled.toByteArray();
        if (type.getType() == Schema.Type.BYTES) {
            return ByteBuffer.wrap(bytes);
        }
        byte[] fixed = new byte[type.getFixedSize()];
        Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
        return new GenericData.Fixed(type, fixed);
    }
}
