package io.elmstream.readings.sparkplug;

import com.google.protobuf.CodedOutputStream;
import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.Null;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.wire.ProtobufInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes payloads. */
final class PayloadWriter {

    /** A metric without its texts, a character of which has at most three bytes. */
    private static final int MOST_FIXED = 80;

    private static final int MOST_BYTES_OF_CHARACTER = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    private byte[] scratch = new byte[256];

    private PayloadWriter() {}

    /** Returns a payload with these metrics, and nothing else. */
    static byte[] of(List<Metric> metrics) {
        try {
            return new PayloadWriter().written(metrics);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes can be written to memory", e);
        }
    }

    /**
     * Returns a payload with names, and with what was held before it. All else that it has stays as it is, in its
     * order.
     *
     * @param original the bytes of the payload
     * @param payload as it was parsed
     * @param metrics its metrics, with the names and the data types that could be found
     * @param held a payload of the metrics that are held
     */
    static byte[] completed(byte[] original, Payload payload, List<Metric> metrics, byte[] held) {
        try {
            return new PayloadWriter().written(original, payload.metrics(), metrics, held);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes can be written to memory", e);
        }
    }

    private byte[] written(List<Metric> metrics) throws IOException {
        for (Metric metric : metrics) {
            CodedOutputStream inner = scratch(metric);
            write(metric, inner);
            out.writeTag(Payload.METRICS, ProtobufInput.LENGTH);
            out.writeUInt32NoTag(inner.getTotalBytesWritten());
            out.writeRawBytes(scratch, 0, inner.getTotalBytesWritten());
        }
        return finished();
    }

    private byte[] written(byte[] original, List<Metric> before, List<Metric> after, byte[] held) throws IOException {
        ProtobufInput in = new ProtobufInput();
        in.reset(original, 0);
        int index = 0;
        while (in.hasMore()) {
            int from = in.position();
            int tag = in.readTag();
            if (tag == (Payload.METRICS << 3 | ProtobufInput.LENGTH)) {
                int length = in.readLength();
                int start = in.position();
                in.goTo(start + length);
                CodedOutputStream added = scratch(after.get(index));
                add(before.get(index), after.get(index), added);
                out.writeTag(Payload.METRICS, ProtobufInput.LENGTH);
                out.writeUInt32NoTag(length + added.getTotalBytesWritten());
                out.writeRawBytes(original, start, length);
                out.writeRawBytes(scratch, 0, added.getTotalBytesWritten());
                index++;
            } else {
                in.skip(tag);
                if (tag >>> 3 != Payload.HELD) {
                    out.writeRawBytes(original, from, in.position() - from);
                }
            }
        }
        out.writeByteArray(Payload.HELD, held);
        return finished();
    }

    /** Writes what a metric lacked. It comes last, and so counts even if the field was there, but empty. */
    private static void add(Metric before, Metric after, CodedOutputStream to) throws IOException {
        if (!after.name().equals(before.name())) {
            to.writeString(MetricReader.NAME, after.name());
        }
        if (after.datatype() != before.datatype()) {
            to.writeUInt32(MetricReader.DATATYPE, after.datatype());
        }
    }

    private static void write(Metric metric, CodedOutputStream to) throws IOException {
        to.writeString(MetricReader.NAME, metric.name());
        if (metric.alias().isPresent()) {
            to.writeUInt64(MetricReader.ALIAS, metric.alias().getAsLong());
        }
        if (metric.timestamp().isPresent()) {
            to.writeUInt64(MetricReader.TIMESTAMP, metric.timestamp().getAsLong());
        }
        if (metric.datatype() != Metric.UNKNOWN) {
            to.writeUInt32(MetricReader.DATATYPE, metric.datatype());
        }
        if (metric.isHistorical()) {
            to.writeBool(MetricReader.IS_HISTORICAL, true);
        }
        MetricValue value = metric.value();
        if (value instanceof Whole whole) {
            to.writeUInt64(MetricReader.LONG, whole.bits());
        } else if (value instanceof Real real && (float) real.value() == real.value()) {
            to.writeFloat(MetricReader.FLOAT, (float) real.value());
        } else if (value instanceof Real real) {
            to.writeDouble(MetricReader.DOUBLE, real.value());
        } else if (value instanceof Flag flag) {
            to.writeBool(MetricReader.BOOLEAN, flag.value());
        } else if (value instanceof Text text) {
            to.writeString(MetricReader.STRING, text.value());
        } else if (value instanceof Null) {
            to.writeBool(MetricReader.IS_NULL, true);
        } else if (value.equals(MetricValue.OTHER)) {
            to.writeByteArray(MetricReader.BYTES, new byte[0]);
        }
    }

    /** Returns an output to {@link #scratch} with room for a metric. */
    private CodedOutputStream scratch(Metric metric) {
        int characters = metric.name().length()
                + (metric.value() instanceof Text text ? text.value().length() : 0);
        if (scratch.length < MOST_FIXED + MOST_BYTES_OF_CHARACTER * characters) {
            scratch = new byte[2 * (MOST_FIXED + MOST_BYTES_OF_CHARACTER * characters)];
        }
        return CodedOutputStream.newInstance(scratch);
    }

    private byte[] finished() throws IOException {
        out.flush();
        return bytes.toByteArray();
    }
}
