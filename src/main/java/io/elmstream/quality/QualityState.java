package io.elmstream.quality;

import io.elmstream.quality.Drift.Signal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a {@link QualityWatch} in bytes, big-endian.
 *
 * <pre>
 * u8         format, now 1
 * i64, i64   start of the window, of the part
 * ADWIN of doubt, ADWIN of errors, each:
 *   i64 width, f64 total, f64 variance, i64 time, i64 reported
 *   u8 sizes, each: u8 sums, each: f64 sum, f64 variance
 * u16        drifts, each: text of u16 length, i32 feature, i64 since, f64 before, f64 after
 * u8         sketches, first the part, then those of the window, each:
 *   u16 classes, u16 features, i64 predictions, f64 confidence, f64 squares, count per class
 *   per feature: u16 bins, count per bin
 *   i64 labelled, i64 correct
 * count: seven bits per byte, the lowest first; the highest bit of a byte says that another one follows
 * </pre>
 */
public final class QualityState {

    private static final int VERSION = 1;

    private QualityState() {}

    /**
     * Writes the state.
     *
     * @param watch the watch
     */
    public static byte[] write(QualityWatch watch) {
        QualityWatch.State state = watch.state();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(state.windowStart());
            out.writeLong(state.partStart());
            state.doubt().write(out);
            state.errors().write(out);
            out.writeShort(state.drifts().size());
            for (Drift drift : state.drifts()) {
                out.writeUTF(drift.signal().name());
                out.writeInt(drift.feature());
                out.writeLong(drift.since());
                out.writeDouble(drift.before());
                out.writeDouble(drift.after());
            }
            out.writeByte(1 + state.parts().size());
            writeSketch(out, state.part());
            for (QualitySketch part : state.parts()) {
                writeSketch(out, part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a state.
     *
     * @param bytes the state
     * @param expectation of the version
     * @param settings how closely to watch; what was added under others stays
     * @param shape any sketch of the version
     * @throws IllegalArgumentException if it is the state of a version with other features or labels, or no state
     */
    public static QualityWatch read(
            byte[] bytes, Expectation expectation, QualitySettings settings, QualitySketch shape) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("the state has format " + version + ", known is " + VERSION);
            }
            long windowStart = in.readLong();
            long partStart = in.readLong();
            RisingMean doubt = RisingMean.read(in, Signal.CONFIDENCE, settings.riskOfConfidence());
            RisingMean errors = RisingMean.read(in, Signal.ERRORS, settings.riskOfErrors());
            List<Drift> drifts = readDrifts(in);
            int sketches = in.readUnsignedByte();
            QualitySketch part = readSketch(in, shape);
            List<QualitySketch> parts = new ArrayList<>();
            for (int i = 1; i < sketches; i++) {
                parts.add(readSketch(in, shape));
            }
            return new QualityWatch(
                    expectation,
                    settings,
                    new QualityWatch.State(doubt, errors, parts, drifts, part, windowStart, partStart));
        } catch (IOException e) {
            throw new IllegalArgumentException("the state of a watch is broken: " + e.getMessage(), e);
        }
    }

    private static List<Drift> readDrifts(DataInputStream in) throws IOException {
        List<Drift> drifts = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            drifts.add(new Drift(
                    Signal.valueOf(in.readUTF()), in.readInt(), in.readLong(), in.readDouble(), in.readDouble()));
        }
        return drifts;
    }

    private static void writeSketch(DataOutputStream out, QualitySketch sketch) throws IOException {
        out.writeShort(sketch.predicted().length);
        out.writeShort(sketch.features().length);
        out.writeLong(sketch.predictions());
        out.writeDouble(sketch.confidence());
        out.writeDouble(sketch.squares());
        writeCounts(out, sketch.predicted());
        for (long[] bins : sketch.features()) {
            out.writeShort(bins.length);
            writeCounts(out, bins);
        }
        out.writeLong(sketch.labelled());
        out.writeLong(sketch.correct());
    }

    private static void writeCounts(DataOutputStream out, long[] counts) throws IOException {
        for (long count : counts) {
            writeCount(out, count);
        }
    }

    /** Writes seven bits per byte, since most counts are small. */
    private static void writeCount(DataOutputStream out, long count) throws IOException {
        long left = count;
        while (left >>> 7 != 0) {
            out.writeByte((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    private static QualitySketch readSketch(DataInputStream in, QualitySketch shape) throws IOException {
        require(in.readUnsignedShort() == shape.predicted().length, "labels");
        require(in.readUnsignedShort() == shape.features().length, "features");
        long predictions = in.readLong();
        double confidence = in.readDouble();
        double squares = in.readDouble();
        long[] predicted = readCounts(in, shape.predicted().length);
        long[][] features = new long[shape.features().length][];
        for (int j = 0; j < features.length; j++) {
            require(in.readUnsignedShort() == shape.features()[j].length, "bins");
            features[j] = readCounts(in, shape.features()[j].length);
        }
        return new QualitySketch(predictions, confidence, squares, predicted, features, in.readLong(), in.readLong());
    }

    private static void require(boolean same, String what) {
        if (!same) {
            throw new IllegalArgumentException("the state is of a version with other " + what);
        }
    }

    private static long[] readCounts(DataInputStream in, int length) throws IOException {
        long[] counts = new long[length];
        for (int i = 0; i < length; i++) {
            counts[i] = readCount(in);
        }
        return counts;
    }

    private static long readCount(DataInputStream in) throws IOException {
        long count = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            count |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return count;
            }
        }
        throw new IOException("a count has more than 64 bits");
    }
}
