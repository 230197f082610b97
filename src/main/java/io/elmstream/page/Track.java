package io.elmstream.page;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The values of one series, by second and by half minute, in memory that does not grow. */
final class Track {

    /** More than {@link TimeAxis#FINE}: also seconds that still change. */
    private static final int FINE = 1_024;

    private final double empty;
    private final Ring fine;
    private final Ring coarse;
    private long latest = Long.MIN_VALUE;

    /**
     * @param history how far back it goes, in seconds
     * @param empty the value of a time without data
     */
    Track(int history, double empty) {
        this.empty = empty;
        this.fine = new Ring(FINE);
        this.coarse = new Ring((history + FINE) / TimeAxis.COARSE + 2);
    }

    /** Values by index, of which the last ones are kept. */
    private final class Ring {

        private final double[] values;
        private long newest = Long.MIN_VALUE;

        Ring(int size) {
            this.values = new double[size];
            Arrays.fill(values, empty);
        }

        private int at(long index) {
            return (int) Math.floorMod(index, (long) values.length);
        }

        private boolean open(long index) {
            if (newest == Long.MIN_VALUE) {
                newest = index;
            }
            for (long next = Math.max(newest + 1, index - values.length + 1); next <= index; next++) {
                values[at(next)] = empty;
            }
            newest = Math.max(newest, index);
            return index > newest - values.length;
        }

        void add(long index, double value) {
            if (open(index)) {
                values[at(index)] += value;
            }
        }

        void put(long index, double value) {
            if (open(index)) {
                values[at(index)] = value;
            }
        }

        double get(long index) {
            return index > newest || index <= newest - values.length ? empty : values[at(index)];
        }
    }

    /** Counts events of a second; what is too old is left out. */
    void add(long second, double count) {
        latest = Math.max(latest, second);
        fine.add(second, count);
        coarse.add(second / TimeAxis.COARSE, count / TimeAxis.COARSE);
    }

    /** Sets the value of a second. */
    void put(long second, double value) {
        latest = Math.max(latest, second);
        fine.put(second, value);
    }

    /** Sets the value of a half minute. */
    void putCoarse(long half, double value) {
        coarse.put(half, value);
    }

    double coarse(long half) {
        return coarse.get(half);
    }

    double at(long second) {
        return fine.get(second);
    }

    /** Returns the second of the latest data. */
    long latest() {
        return latest;
    }

    /** Returns the values at all times of an axis. */
    DoubleStream values(TimeAxis axis) {
        return DoubleStream.concat(
                axis.coarse().mapToDouble(coarse::get), axis.fine().mapToDouble(fine::get));
    }
}
