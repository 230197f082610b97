package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads readings with a writer's schema that {@link ReadingFit} accepts, and writes them with ours, field by field;
 * unknown fields are skipped. Memory and time are proportional to the number of bytes, whatever the schema.
 */
final class ReadingRewriter implements Upgrade {

    /** The rewritten bytes are read immediately, without looking at the id. */
    private static final int NO_CONTENT_ID = 0;

    private static final int ABSENT = -1;

    /** More bytes than a number with {@link ReadingFit}'s largest number of digits needs. */
    private static final int MOST_DECIMAL_BYTES = 64;

    /** Reads one field of the writer's record. */
    private interface Part {
        void read();
    }

    /** The range of bytes of a string in the value being read. */
    private static final class Text {
        private int from = ABSENT;
        private int to = ABSENT;
    }

    private final ReadingDecoder decoder;
    private final List<Part> parts = new ArrayList<>();
    private final AvroInput in = new AvroInput();
    private final SchemaWalk walk = new SchemaWalk();
    private final AvroOutput out = new AvroOutput();
    private final Text sensor = new Text();
    private final Text model = new Text();
    private final Text label = new Text();
    private byte[] source = new byte[0];
    private boolean timed;
    private long eventTime;
    private float[] features = new float[16];
    private int width;

    /**
     * Creates a rewriter.
     *
     * @param decoder decodes the rewritten bytes
     */
    ReadingRewriter(Schema writer, ReadingDecoder decoder) {
        this.decoder = decoder;
        for (Schema.Field field : writer.getFields()) {
            Schema schema = field.schema();
            parts.add(
                    switch (field.name()) {
                        case "sensorId" -> () -> readText(schema, sensor);
                        case "modelId" -> () -> readText(schema, model);
                        case "eventTime" -> eventTime(schema);
                        case "label" -> () -> readText(schema, label);
                        case "features" -> () -> readFeatures(branch(schema).getElementType());
                        default -> () -> walk.skip(schema);
                    });
        }
    }

    @Override
    public void read(byte[] value, ReadingView view) {
        source = value;
        in.reset(value, Frame.HEADER);
        walk.start(in);
        model.from = ABSENT;
        label.from = ABSENT;
        timed = false;
        for (Part part : parts) {
            part.read();
            if (in.failed()) {
                reject(
                        view,
                        "the value of " + value.length + " bytes ends or breaks before the last field of the schema");
                return;
            }
        }
        if (in.remaining() > 0) {
            reject(view, in.remaining() + " bytes follow the last field of the schema");
            return;
        }
        decoder.readOurs(rewritten(), view);
    }

    private void reject(ReadingView view, String why) {
        view.reject(Rejection.UNREADABLE, why + " that it was written with, content id " + Frame.contentId(source));
    }

    private byte[] rewritten() {
        out.startFrame(NO_CONTENT_ID);
        out.writeBytes(source, sensor.from, sensor.to);
        writeOptional(model);
        out.writeLong(timed ? 1 : 0);
        if (timed) {
            out.writeLong(eventTime);
        }
        writeOptional(label);
        if (width > 0) {
            out.writeLong(width);
            for (int i = 0; i < width; i++) {
                out.writeFloat(features[i]);
            }
        }
        out.writeLong(0);
        return out.toBytes();
    }

    private void writeOptional(Text text) {
        out.writeLong(text.from == ABSENT ? 0 : 1);
        if (text.from != ABSENT) {
            out.writeBytes(source, text.from, text.to);
        }
    }

    /** Reads the branch index if the schema is a union, and returns the branch. */
    private Schema branch(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().get(in.readIndex(schema.getTypes().size()))
                : schema;
    }

    private void readText(Schema schema, Text text) {
        if (branch(schema).getType() == Schema.Type.NULL) {
            return;
        }
        int length = in.readLength();
        text.from = in.position();
        in.skip(length);
        text.to = in.position();
    }

    private Part eventTime(Schema schema) {
        if (schema.isUnion()) {
            List<Part> branches =
                    schema.getTypes().stream().map(this::eventTime).toList();
            return () -> branches.get(in.readIndex(branches.size())).read();
        }
        if (schema.getType() == Schema.Type.NULL) {
            return () -> {};
        }
        boolean isInt = schema.getType() == Schema.Type.INT;
        LongUnaryOperator toMillis = EventTimes.toMillis(schema).orElseThrow();
        return () -> {
            eventTime = toMillis.applyAsLong(isInt ? in.readInt() : in.readLong());
            timed = true;
        };
    }

    private void readFeatures(Schema item) {
        width = 0;
        for (long left = in.readBlockCount(); left > 0; left = in.readBlockCount()) {
            if (width + left > features.length) {
                features = Arrays.copyOf(features, (int) Math.max(width + left, 2L * features.length));
            }
            for (; left > 0 && !in.failed(); left--) {
                features[width++] = readFloat(branch(item));
            }
        }
    }

    private float readFloat(Schema schema) {
        return switch (schema.getType()) {
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.remaining() < Float.BYTES ? in.fail() : in.readFloat();
            case BYTES -> decimal(schema, in.readLength());
            default -> decimal(schema, schema.getFixedSize());
        };
    }

    private float decimal(Schema schema, int length) {
        int from = in.position();
        in.skip(length);
        if (in.failed() || length == 0 || length > MOST_DECIMAL_BYTES) {
            return in.fail();
        }
        int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
        return new BigDecimal(new BigInteger(source, from, length), scale).floatValue();
    }
}
