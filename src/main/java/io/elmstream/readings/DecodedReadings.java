package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The readings of one record, as a decoder finds them, in arrays that are reused. Row 0 has what the record says of all
 * its readings; if the record is one reading, this is all. Not thread-safe.
 */
final class DecodedReadings {

    /** What is known of a feature. */
    static final byte ABSENT = 0;

    static final byte NULL = 1;
    static final byte UNPARSABLE = 2;
    static final byte PRESENT = 3;

    /** The most readings of one record; more would hold up the commit. */
    static final int MOST_READINGS = 10_000;

    /** The most values of one record, 5 bytes each: empty readings take as much memory as others. */
    private static final int MOST_VALUES = 1 << 25;

    /** Stands for a text that is not there; compared by identity. */
    static final byte[] NONE = {};

    private static final long NO_TIME = Long.MIN_VALUE;

    /** Not a time: the field is there, but cannot be read. */
    private static final long BAD_TIME = Long.MIN_VALUE + 1;

    private int slots;
    private int rows;
    private boolean isPack;
    private float[] values = new float[0];
    private byte[] states = new byte[0];
    private byte[] present = new byte[0];
    private byte[][] sensors = {NONE};
    private byte[][] models = {NONE};
    private byte[][] labels = {NONE};
    private long[] times = new long[1];
    private String badTime = "";
    private final Map<Integer, String> unparsable = new HashMap<>();
    private Optional<Rejection> rejection = Optional.empty();
    private String detail = "";

    /** Starts with the next record. */
    void start(int width) {
        slots = width;
        rows = 0;
        isPack = false;
        rejection = Optional.empty();
        badTime = "";
        unparsable.clear();
        addRow();
    }

    /** Starts with the same record again. */
    void restart() {
        start(slots);
    }

    /** Rejects the whole record. */
    void reject(Rejection reason, String words) {
        rejection = Optional.of(reason);
        detail = words;
    }

    Optional<Rejection> rejection() {
        return rejection;
    }

    String detail() {
        return detail;
    }

    /** Says that the readings are elements of an array, of which {@link #addReading} adds the first. */
    void pack() {
        isPack = true;
    }

    boolean isPack() {
        return isPack;
    }

    /** Adds a reading of a pack and returns its row; the whole record is rejected if it has too many. */
    int addReading() {
        if (rows > MOST_READINGS) {
            reject(Rejection.TOO_MANY_READINGS, "the record has more than " + MOST_READINGS + " readings");
            return rows - 1;
        }
        if ((rows + 1L) * slots > MOST_VALUES) {
            reject(
                    Rejection.TOO_MANY_READINGS,
                    "the record has more than " + (rows - 1) + " readings, the most for the " + slots
                            + " features that models take from this topic");
            return rows - 1;
        }
        return addRow();
    }

    /** Adds a reading that begins with what another one of the pack has. */
    int addReadingLike(int other) {
        int row = addReading();
        System.arraycopy(states, other * slots, states, row * slots, slots);
        System.arraycopy(values, other * slots, values, row * slots, slots);
        for (int slot = 0; slot < slots; slot++) {
            if (states[row * slots + slot] == UNPARSABLE) {
                unparsable.put(row * slots + slot, unparsable(other, slot));
            }
        }
        sensors[row] = sensors[other];
        models[row] = models[other];
        labels[row] = labels[other];
        times[row] = times[other];
        return row;
    }

    /** Takes back the readings of a pack. */
    void dropReadings() {
        rows = 1;
    }

    int count() {
        return isPack ? rows - 1 : 1;
    }

    /** Returns the row of a reading. */
    int rowOf(int reading) {
        return isPack ? reading + 1 : 0;
    }

    private int addRow() {
        int row = rows++;
        if (rows > times.length) {
            int more = 2 * rows;
            times = Arrays.copyOf(times, more);
            sensors = Arrays.copyOf(sensors, more);
            models = Arrays.copyOf(models, more);
            labels = Arrays.copyOf(labels, more);
        }
        if (rows * slots > states.length) {
            int more = Math.max(2 * states.length, rows * slots);
            states = Arrays.copyOf(states, more);
            values = Arrays.copyOf(values, more);
        }
        Arrays.fill(states, row * slots, rows * slots, ABSENT);
        sensors[row] = NONE;
        models[row] = NONE;
        labels[row] = NONE;
        times[row] = NO_TIME;
        return row;
    }

    void value(int row, int slot, float value) {
        values[row * slots + slot] = value;
        states[row * slots + slot] = PRESENT;
    }

    /** Puts several values. */
    void values(int row, Slots of, float[] found) {
        int start = row * slots;
        int[] all = of.all();
        if (of.areSuccessive()) {
            System.arraycopy(found, 0, values, start + all[0], all.length);
            Arrays.fill(states, start + all[0], start + all[0] + all.length, PRESENT);
            return;
        }
        for (int i = 0; i < all.length; i++) {
            values[start + all[i]] = found[i];
            states[start + all[i]] = PRESENT;
        }
    }

    /**
     * Copies values of a row up to the first that the row itself does not have.
     *
     * @param of the slots to copy
     * @param start receives the first value
     * @return the number of copied values
     */
    int copy(int row, Slots of, float[] into, int start) {
        int from = row * slots;
        int[] all = of.all();
        if (of.areSuccessive() && isPresent(from + all[0], all.length)) {
            System.arraycopy(values, from + all[0], into, start, all.length);
            return all.length;
        }
        for (int i = 0; i < all.length; i++) {
            if (all[i] == Slots.NONE || states[from + all[i]] != PRESENT) {
                return i;
            }
            into[start + i] = values[from + all[i]];
        }
        return all.length;
    }

    private boolean isPresent(int from, int count) {
        if (present.length < count) {
            present = new byte[count];
            Arrays.fill(present, PRESENT);
        }
        return Arrays.equals(states, from, from + count, present, 0, count);
    }

    /** Says that a field is missing after all. */
    void absent(int row, int slot) {
        states[row * slots + slot] = ABSENT;
    }

    void ofNull(int row, int slot) {
        states[row * slots + slot] = NULL;
    }

    /** Says that a field has a value of another type. */
    void unparsable(int row, int slot, String text) {
        states[row * slots + slot] = UNPARSABLE;
        unparsable.put(row * slots + slot, text);
    }

    /** Returns the value that cannot be read. */
    String unparsable(int row, int slot) {
        String own = unparsable.get(row * slots + slot);
        return own == null ? unparsable.getOrDefault(slot, "") : own;
    }

    void sensor(int row, byte[] id) {
        sensors[row] = id;
    }

    void model(int row, byte[] id) {
        models[row] = id;
    }

    void label(int row, byte[] label) {
        labels[row] = label;
    }

    void time(int row, long millis) {
        times[row] = millis;
    }

    /** Says that a row has no event time after all. */
    void noTime(int row) {
        times[row] = NO_TIME;
    }

    /** Says that the event time of a row cannot be read. */
    void badTime(int row, String text) {
        times[row] = BAD_TIME;
        if (badTime.isEmpty()) {
            badTime = text;
        }
    }

    /** Returns what is known of a feature of a row; what the reading itself lacks, the record may have for all. */
    byte stateOf(int row, int slot) {
        byte own = states[row * slots + slot];
        return own == ABSENT && row > 0 ? states[slot] : own;
    }

    /** Returns the value of a feature that is {@link #PRESENT}. */
    float valueOf(int row, int slot) {
        return values[states[row * slots + slot] == ABSENT ? slot : row * slots + slot];
    }

    byte[] sensorOf(int row) {
        return sensors[row] == NONE ? sensors[0] : sensors[row];
    }

    byte[] modelOf(int row) {
        return models[row] == NONE ? models[0] : models[row];
    }

    byte[] labelOf(int row) {
        return labels[row] == NONE ? labels[0] : labels[row];
    }

    /** Returns the event time in epoch milliseconds, or the given time if there is none. */
    long timeOf(int row, long otherwise) {
        long time = times[row] == NO_TIME ? times[0] : times[row];
        return time == NO_TIME ? otherwise : time;
    }

    boolean isBadTime(int row) {
        return timeOf(row, 0) == BAD_TIME;
    }

    /** Returns the first event time that cannot be read. */
    String badTime() {
        return badTime;
    }
}
