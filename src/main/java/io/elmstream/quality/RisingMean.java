package io.elmstream.quality;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Finds a rise of the mean of counted numbers with {@link Adwin}, of which each part of a window brings some. */
final class RisingMean {

    private final Drift.Signal signal;
    private final Adwin adwin;

    private RisingMean(Drift.Signal signal, Adwin adwin) {
        this.signal = signal;
        this.adwin = adwin;
    }

    RisingMean(Drift.Signal signal, double delta) {
        this(signal, new Adwin(delta));
    }

    /**
     * Adds numbers of which only mean and variance are known: two values with that mean and variance, in turn. If there
     * are too many, fewer stand for all.
     *
     * @param mean of the numbers
     * @param deviation their standard deviation
     * @param numbers how many there were
     * @param most how many to add
     * @param now in epoch milliseconds
     * @return a rise, once
     */
    Optional<Drift> add(double mean, double deviation, long numbers, int most, long now) {
        // an even number, so that their mean is the mean
        long added = Math.min(numbers, most) / 2 * 2;
        Optional<Drift> found = Optional.empty();
        for (long i = 0; i < added; i++) {
            double before = adwin.mean();
            if (adwin.add(i % 2 == 0 ? mean - deviation : mean + deviation)) {
                found = Optional.of(new Drift(signal, -1, now, before, adwin.mean()));
            }
        }
        return found;
    }

    /** Returns whether the mean is back, nearer to what it was before than to what it rose to. */
    boolean isOver(Drift drift) {
        return adwin.mean() <= (drift.before() + drift.after()) / 2;
    }

    void write(DataOutput out) throws IOException {
        adwin.write(out);
    }

    static RisingMean read(DataInput in, Drift.Signal signal, double delta) throws IOException {
        return new RisingMean(signal, Adwin.read(in, delta));
    }
}
