package io.elmstream.labels;

import io.elmstream.labels.Held.At;
import io.elmstream.labels.Held.Given;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Joins readings with the labels that are sent for them, in whatever order the two come.
 *
 * <p>A reading is kept until its window is over, so that its label finds it and further labels are found to be doubled
 * or contradictory; a label without its reading waits as long. The window ends at the latest time seen, where the time
 * of a record is the lowest of its event time, its timestamp and the clock: one reading from the future makes no other
 * expire. Besides, nothing is kept longer than the window while the window itself runs, so nothing waits for ever when
 * no record comes. The number of readings and that of labels are bounded; beyond it the oldest go.
 *
 * <p>A label with a position belongs to the reading there. One without belongs to the reading of its sensor at its
 * event time: for each model, or for the model that it names, the first that came.
 *
 * <p>The state is that of the entries: a window on the entries of another goes on where that one stopped, but for
 * {@code window / 1,000} of the time that it ran. Not thread-safe.
 */
public final class LabelWindow {

    private static final int STEPS = 1_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final long window;
    private final long step;
    private final int maxWaiting;
    private final WindowEntries entries;
    private final Listener listener;
    private final HeldQueue<Held.Reading> readings = new HeldQueue<>();
    private final HeldQueue<Held.Waiting> labels = new HeldQueue<>();
    private EntryCodec.Clocks clocks = new EntryCodec.Clocks(0, 0);
    private long ran;
    private long lastClock = NEVER;
    private long arrived;

    /** Hears of what happens. */
    public interface Listener {

        /**
         * A reading and its label are joined.
         *
         * @param fromReading whether the reading carries the label itself
         */
        void joined(LabelledRow row, boolean fromReading);

        /**
         * The outcome of a label is known.
         *
         * @param detail more about it in words; may be empty
         */
        void outcome(LabelOutcome outcome, Label label, String detail);

        /** A reading without a label was given up, because there were too many. */
        void readingDisplaced();
    }

    /**
     * Creates a window.
     *
     * @param window how far apart readings and labels may be, 1 ms or more
     * @param maxWaiting the largest number of readings, and of labels, 1 or more
     * @param entries what another window has left, or nothing
     * @param listener hears of what happens from now on
     */
    public LabelWindow(Duration window, int maxWaiting, WindowEntries entries, Listener listener) {
        if (window.toMillis() < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException(
                    "window and maxWaiting must be positive, got " + window + " and " + maxWaiting);
        }
        this.window = window.toMillis();
        this.step = Math.max(1, this.window / STEPS);
        this.maxWaiting = maxWaiting;
        this.entries = entries;
        this.listener = listener;
        entries.forEach(this::load);
        ran = clocks.ran();
        // there may be more of them than this window may have
        keepBounds();
    }

    private void load(byte[] key, byte[] value) {
        long number = EntryCodec.number(key);
        switch (EntryCodec.kind(key)) {
            case EntryCodec.READING -> readings.add(EntryCodec.reading(number, value));
            case EntryCodec.LABEL -> labels.add(EntryCodec.label(number, value));
            default -> clocks = EntryCodec.clocks(value);
        }
        arrived = Math.max(arrived, number + 1);
    }

    /** {@return the number of readings that are kept} */
    public int readings() {
        return readings.size();
    }

    /** {@return the number of labels that wait for their readings} */
    public int labels() {
        return labels.size();
    }

    /**
     * Takes a reading.
     *
     * @param timestamp of its record, ms since the epoch
     * @param clock ms since the epoch
     */
    public void take(LabelReading reading, long timestamp, long clock) {
        long time = Math.min(reading.eventTime(), Math.min(timestamp, clock));
        advance(time, clock);
        // the row is kept by the store alone
        LabelReading known = new LabelReading(
                reading.modelId(),
                reading.sensor(),
                reading.eventTime(),
                reading.position(),
                new float[0],
                Optional.empty());
        Held.Reading held = new Held.Reading(arrived++, time, clocks.ran(), known, Optional.empty());
        At at = new At(reading.sensor(), reading.eventTime());
        List<Held.Reading> same = readings.find(at);
        boolean first = same.stream().noneMatch(each -> each.reading().modelId().equals(reading.modelId()));
        if (reading.own().isPresent()) {
            held.give(new Given(reading.own().get(), 1, false));
            listener.joined(reading.with(reading.own().get(), 1), true);
        }
        Stream.concat(labels.find(reading.position()).stream(), first ? labels.find(at).stream() : Stream.empty())
                .filter(each -> belongs(each.label(), held))
                .sorted(Comparator.comparingLong(Held.Waiting::number))
                .forEach(each -> {
                    forget(each);
                    outcome(each.label(), Stream.of(held), read -> reading.row());
                });
        if (first && held.given().isEmpty()) {
            same.stream()
                    .flatMap(each -> each.given().stream())
                    .filter(Given::forAll)
                    .findFirst()
                    .ifPresent(given -> give(held, given, reading.row()));
        }
        if (time >= start()) {
            readings.add(held);
            store(held, reading.row());
            keepBounds();
        }
    }

    /**
     * Takes a label.
     *
     * @param timestamp of its record, ms since the epoch
     * @param clock ms since the epoch
     */
    public void take(Label label, long timestamp, long clock) {
        Optional<String> problem = label.problem();
        if (problem.isPresent()) {
            listener.outcome(LabelOutcome.INVALID, label, problem.get());
            return;
        }
        long time = Math.min(label.eventTime().orElse(timestamp), Math.min(timestamp, clock));
        advance(time, clock);
        List<Held.Reading> found = found(label);
        if (!found.isEmpty()) {
            outcome(label, found.stream(), this::stored);
        } else if (time < start()) {
            listener.outcome(LabelOutcome.LATE, label, "");
        } else {
            Held.Waiting waiting = new Held.Waiting(arrived++, time, clocks.ran(), label);
            labels.add(waiting);
            entries.put(EntryCodec.key(EntryCodec.LABEL, waiting.number()), EntryCodec.encode(waiting));
            keepBounds();
        }
    }

    /**
     * Gives up what has been kept for longer than the window.
     *
     * @param clock ms since the epoch
     */
    public void advance(long clock) {
        advance(clocks.now(), clock);
    }

    /** Returns the first time of the window. */
    private long start() {
        return clocks.now() - window;
    }

    private void advance(long time, long clock) {
        ran += lastClock == NEVER ? 0 : Math.max(0, clock - lastClock);
        lastClock = clock;
        EntryCodec.Clocks latest =
                new EntryCodec.Clocks(Math.max(clocks.now(), time - Math.floorMod(time, step)), ran - ran % step);
        if (!latest.equals(clocks)) {
            clocks = latest;
            entries.put(EntryCodec.key(EntryCodec.CLOCKS, 0), EntryCodec.encode(clocks));
            expire();
        }
    }

    private void expire() {
        long arrival = clocks.ran() - window;
        readings.expire(start(), arrival, this::forget);
        labels.expire(start(), arrival, label -> {
            forget(label);
            listener.outcome(LabelOutcome.UNMATCHED, label.label(), "");
        });
    }

    private void keepBounds() {
        while (readings.size() > maxWaiting) {
            Held.Reading oldest = readings.oldest();
            forget(oldest);
            if (oldest.given().isEmpty()) {
                listener.readingDisplaced();
            }
        }
        while (labels.size() > maxWaiting) {
            Held.Waiting oldest = labels.oldest();
            forget(oldest);
            listener.outcome(LabelOutcome.DISPLACED, oldest.label(), "");
        }
    }

    private void forget(Held.Reading reading) {
        readings.remove(reading);
        entries.delete(EntryCodec.key(EntryCodec.READING, reading.number()));
    }

    private void forget(Held.Waiting label) {
        labels.remove(label);
        entries.delete(EntryCodec.key(EntryCodec.LABEL, label.number()));
    }

    /** Returns the readings that a label belongs to: those of several models, if it names neither. */
    private List<Held.Reading> found(Label label) {
        Object key = label.position()
                .<Object>map(position -> position)
                .orElseGet(() -> new At(label.sensor(), label.eventTime().orElseThrow()));
        List<Held.Reading> all =
                readings.find(key).stream().filter(each -> belongs(label, each)).toList();
        return label.position().isPresent() ? all : firstOfEachModel(all);
    }

    private static List<Held.Reading> firstOfEachModel(List<Held.Reading> all) {
        return all.stream()
                .filter(each -> all.stream()
                                .filter(other -> other.reading()
                                        .modelId()
                                        .equals(each.reading().modelId()))
                                .findFirst()
                                .orElseThrow()
                        == each)
                .toList();
    }

    private static boolean belongs(Label label, Held.Reading held) {
        return label.sensor().equals(held.reading().sensor())
                && label.isFor(held.reading().modelId());
    }

    private float[] stored(Held.Reading held) {
        byte[] value = entries.get(EntryCodec.key(EntryCodec.READING, held.number()));
        if (value == null) {
            throw new IllegalStateException("the entries of a window of labels lack a reading");
        }
        return EntryCodec.row(value);
    }

    /** Gives a label to the readings without one, and tells its outcome. */
    private void outcome(Label label, Stream<Held.Reading> found, Function<Held.Reading, float[]> row) {
        Given given = new Given(
                label.label(),
                label.weight(),
                label.position().isEmpty() && label.modelId().isEmpty());
        LabelOutcome outcome = LabelOutcome.DOUBLED;
        String detail = "";
        for (Held.Reading held : found.toList()) {
            if (held.given().isEmpty()) {
                give(held, given, row.apply(held));
                outcome = LabelOutcome.JOINED;
            } else if (!held.given().get().label().equals(given.label()) && outcome != LabelOutcome.JOINED) {
                outcome = LabelOutcome.CONTRADICTORY;
                detail = "its reading " + held.reading().position() + " has the label '"
                        + held.given().get().label() + "'";
            }
        }
        listener.outcome(outcome, label, outcome == LabelOutcome.JOINED ? "" : detail);
    }

    private void give(Held.Reading held, Given given, float[] row) {
        held.give(given);
        LabelReading reading = held.reading();
        listener.joined(
                new LabelledRow(
                        reading.modelId(), reading.sensor(), reading.eventTime(), row, given.label(), given.weight()),
                false);
        if (readings.contains(held)) {
            store(held, row);
        }
    }

    private void store(Held.Reading held, float[] row) {
        entries.put(EntryCodec.key(EntryCodec.READING, held.number()), EntryCodec.encode(held, row));
    }
}
