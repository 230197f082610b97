package io.elmstream.topology.governor;

import io.elmstream.governor.Signer;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.GovernedNumber;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The highest number that each trusted key has signed a command with, in the governor's store. A store without numbers,
 * because it is new or its contents were lost, treats all numbers up to the time of its creation as used: no command
 * signed before can be replayed.
 */
final class UsedNumbers {

    private static final int FORMAT = 1;
    private static final String PREFIX = "/number/";
    private static final String FLOOR = PREFIX + "floor";
    private static final ControlCodec<GovernedNumber> NUMBERS = ControlCodec.governedNumbers();

    private final KeyValueStore<String, byte[]> store;
    private final long start;

    /**
     * Creates the view of the store.
     *
     * @param start when the governor started to judge commands, in epoch milliseconds
     */
    UsedNumbers(KeyValueStore<String, byte[]> store, long start) {
        this.store = store;
        this.start = start * 1_000;
    }

    /** Returns the highest used number; all numbers below are used up too. */
    long highest(Signer signer) {
        return Math.max(stored(FLOOR, start), stored(PREFIX + signer.fingerprint(), 0));
    }

    /** Marks a number, and all below, as used. */
    void use(Signer signer) {
        if (store.get(FLOOR) == null) {
            put(FLOOR, start);
        }
        put(PREFIX + signer.fingerprint(), signer.number());
    }

    /**
     * Forgets the time of creation. Commands signed while signatures are not required are not counted: when signatures
     * are required again, all numbers up to then count as used.
     */
    void forgetFloor() {
        if (store.get(FLOOR) != null) {
            store.delete(FLOOR);
        }
    }

    private long stored(String key, long otherwise) {
        byte @Nullable [] stored = store.get(key);
        return stored == null
                ? otherwise
                : GovernedModels.decode(NUMBERS, stored).getNumber();
    }

    private void put(String key, long number) {
        store.put(key, NUMBERS.encode(GovernedModels.NO_CONTENT_ID, new GovernedNumber(FORMAT, number)));
    }
}
