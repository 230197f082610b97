package io.elmstream.readings.sparkplug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.wire.ProtobufInput;
import java.util.OptionalLong;

/** Reads the message {@code Payload.Metric}. */
final class MetricReader {

    static final int NAME = 1;
    static final int ALIAS = 2;
    static final int TIMESTAMP = 3;
    static final int DATATYPE = 4;
    static final int IS_HISTORICAL = 5;
    static final int IS_NULL = 7;
    static final int INT = 10;
    static final int LONG = 11;
    static final int FLOAT = 12;
    static final int DOUBLE = 13;
    static final int BOOLEAN = 14;
    static final int STRING = 15;
    static final int BYTES = 16;
    static final int LAST_VALUE = 19;

    private static final long INT_BITS = 0xffff_ffffL;

    private String name = "";
    private OptionalLong alias = OptionalLong.empty();
    private OptionalLong timestamp = OptionalLong.empty();
    private int datatype;
    private boolean isHistorical;
    private boolean isNull;
    private MetricValue value = MetricValue.NONE;

    private MetricReader() {}

    /** Reads the length of a metric and the metric; what it returns is of no use if the input has failed. */
    static Metric read(ProtobufInput in) {
        MetricReader reader = new MetricReader();
        int outer = in.enter();
        while (in.hasMore()) {
            reader.field(in, in.readTag());
        }
        in.leave(outer);
        return new Metric(
                reader.name,
                reader.alias,
                reader.timestamp,
                reader.datatype,
                reader.isHistorical,
                reader.isNull ? MetricValue.NULL : reader.value);
    }

    private void field(ProtobufInput in, int tag) {
        // a field of another wire type is unknown, as in Protobuf's own readers
        switch (tag) {
            case NAME << 3 | ProtobufInput.LENGTH -> name = text(in);
            case ALIAS << 3 | ProtobufInput.VARINT -> alias = OptionalLong.of(in.readVarint());
            case TIMESTAMP << 3 | ProtobufInput.VARINT -> timestamp = OptionalLong.of(in.readVarint());
            case DATATYPE << 3 | ProtobufInput.VARINT -> datatype = (int) in.readVarint();
            case IS_HISTORICAL << 3 | ProtobufInput.VARINT -> isHistorical = in.readVarint() != 0;
            case IS_NULL << 3 | ProtobufInput.VARINT -> isNull = in.readVarint() != 0;
            case INT << 3 | ProtobufInput.VARINT -> value = new Whole(in.readVarint() & INT_BITS);
            case LONG << 3 | ProtobufInput.VARINT -> value = new Whole(in.readVarint());
            case FLOAT << 3 | ProtobufInput.FIXED32 -> value = new Real(Float.intBitsToFloat(in.readFixed32()));
            case DOUBLE << 3 | ProtobufInput.FIXED64 -> value = new Real(Double.longBitsToDouble(in.readFixed64()));
            case BOOLEAN << 3 | ProtobufInput.VARINT -> value = new Flag(in.readVarint() != 0);
            case STRING << 3 | ProtobufInput.LENGTH -> value = new Text(text(in));
            default -> {
                in.skip(tag);
                int field = tag >>> 3;
                if (field >= BYTES && field <= LAST_VALUE && (tag & 7) == ProtobufInput.LENGTH) {
                    value = MetricValue.OTHER;
                }
            }
        }
    }

    private static String text(ProtobufInput in) {
        int length = in.readLength();
        if (in.failed()) {
            return "";
        }
        int from = in.position();
        in.goTo(from + length);
        return new String(in.bytes(), from, length, UTF_8);
    }
}
