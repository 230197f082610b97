package io.elmstream.quality;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * ADWIN: a window over the newest numbers of a stream that becomes shorter when their mean has changed (Bifet, Gavaldà:
 * "Learning from time-changing data with adaptive windowing", SDM 2007). The window is kept as sums of 1, 2, 4, ...
 * numbers, at most {@value #BUCKETS} of each size, so memory and time grow with the logarithm of its length. Where two
 * adjacent sums meet, the means of what is older and what is newer are compared; if they differ by more than chance
 * allows, the oldest sum is dropped, as often as that holds. As MOA does it, numbers are compared each {@value #CLOCK}
 * numbers, with {@value #MINIMUM} numbers or more on either side.
 *
 * <p>Only a rise of the mean is reported: of errors, a fall is good news. The window forgets what was before a fall as
 * well. After a rise, later comparisons often drop more of what was before it. That is the same rise: the next one is
 * reported when the window starts after the last report.
 */
public final class Adwin {

    /** The usual risk of an alarm without a change, {@value}. */
    public static final double DELTA = 0.002;

    private static final int BUCKETS = 5;
    private static final int CLOCK = 32;
    private static final int MINIMUM = 7;
    private static final int LEAST_WIDTH = 11;

    private final double delta;
    private final List<Size> sizes = new ArrayList<>();
    private long width;
    private double total;
    private double variance;
    private long time;
    private long reported;

    /** The sums of one size; the oldest comes first. */
    private static final class Size {
        private final double[] totals = new double[BUCKETS + 1];
        private final double[] variances = new double[BUCKETS + 1];
        private int count;

        void add(double sum, double squares) {
            totals[count] = sum;
            variances[count++] = squares;
        }

        void drop(int first) {
            System.arraycopy(totals, first, totals, 0, count - first);
            System.arraycopy(variances, first, variances, 0, count - first);
            count -= first;
        }
    }

    /**
     * Creates an empty window.
     *
     * @param delta the risk of an alarm without a change in a comparison, above 0 and below 1; see {@link #DELTA}
     */
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta is " + delta + ", must be above 0 and below 1");
        }
        this.delta = delta;
    }

    /**
     * Writes the window.
     *
     * @param out receives it
     */
    void write(DataOutput out) throws IOException {
        out.writeLong(width);
        out.writeDouble(total);
        out.writeDouble(variance);
        out.writeLong(time);
        out.writeLong(reported);
        out.writeByte(sizes.size());
        for (Size size : sizes) {
            out.writeByte(size.count);
            for (int b = 0; b < size.count; b++) {
                out.writeDouble(size.totals[b]);
                out.writeDouble(size.variances[b]);
            }
        }
    }

    /**
     * Reads a window.
     *
     * @param in written by {@link #write}
     * @param delta as in the constructor
     */
    static Adwin read(DataInput in, double delta) throws IOException {
        Adwin adwin = new Adwin(delta);
        adwin.width = in.readLong();
        adwin.total = in.readDouble();
        adwin.variance = in.readDouble();
        adwin.time = in.readLong();
        adwin.reported = in.readLong();
        int sizes = in.readUnsignedByte();
        for (int i = 0; i < sizes; i++) {
            Size size = adwin.size(i);
            int count = in.readUnsignedByte();
            if (count > BUCKETS) {
                throw new IOException("a size has " + count + " sums, at most " + BUCKETS + " are possible");
            }
            for (int b = 0; b < count; b++) {
                size.add(in.readDouble(), in.readDouble());
            }
        }
        return adwin;
    }

    /** {@return how many numbers the window holds} */
    public long width() {
        return width;
    }

    /** {@return the mean of the window; 0 if it is empty} */
    public double mean() {
        return width == 0 ? 0 : total / width;
    }

    /**
     * Adds a number.
     *
     * @param value such as 1 for an error and 0 otherwise; must be finite
     * @return whether the mean has risen, reported once for each rise
     */
    public boolean add(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value is " + value + ", must be finite");
        }
        if (width > 0) {
            double distance = value - total / width;
            variance += width * distance * distance / (width + 1);
        }
        width++;
        total += value;
        size(0).add(value, 0);
        compress();
        return ++time % CLOCK == 0 && width >= LEAST_WIDTH && shrink();
    }

    private Size size(int exponent) {
        if (exponent == sizes.size()) {
            sizes.add(new Size());
        }
        return sizes.get(exponent);
    }

    /** Joins the two oldest sums of a size that has too many. */
    private void compress() {
        for (int i = 0; i < sizes.size() && sizes.get(i).count > BUCKETS; i++) {
            Size size = sizes.get(i);
            double distance = (size.totals[0] - size.totals[1]) / numbers(i);
            double between = numbers(i) * distance * distance / 2;
            size(i + 1).add(size.totals[0] + size.totals[1], size.variances[0] + size.variances[1] + between);
            size.drop(2);
        }
    }

    private boolean shrink() {
        double before = mean();
        while (width >= LEAST_WIDTH && differs()) {
            dropOldest();
        }
        boolean drift = mean() > before && time - width >= reported;
        if (drift) {
            reported = time;
        }
        return drift;
    }

    private boolean differs() {
        long older = 0;
        double olderTotal = 0;
        for (int i = sizes.size() - 1; i >= 0; i--) {
            Size size = sizes.get(i);
            for (int b = 0; b < size.count; b++) {
                older += numbers(i);
                olderTotal += size.totals[b];
                long newer = width - older;
                if (newer < MINIMUM) {
                    return false;
                }
                if (older >= MINIMUM && differ(older, olderTotal, newer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean differ(long older, double olderTotal, long newer) {
        double difference = Math.abs(olderTotal / older - (total - olderTotal) / newer);
        double d = Math.log(2 * Math.log(width) / delta);
        double m = 1.0 / (older - MINIMUM + 3) + 1.0 / (newer - MINIMUM + 3);
        return difference > Math.sqrt(2 * m * variance / width * d) + 2.0 / 3 * d * m;
    }

    private void dropOldest() {
        int last = sizes.size() - 1;
        Size size = sizes.get(last);
        long numbers = numbers(last);
        width -= numbers;
        total -= size.totals[0];
        double distance = size.totals[0] / numbers - total / width;
        variance -= size.variances[0] + (double) numbers * width * distance * distance / (numbers + width);
        variance = Math.max(0, variance);
        size.drop(1);
        if (size.count == 0) {
            sizes.remove(last);
        }
    }

    private static long numbers(int exponent) {
        return 1L << exponent;
    }
}
