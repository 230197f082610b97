package io.elmstream.topology.governor;

import io.elmstream.governor.Signer;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.GovernedNumber;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The highest number that each trusted key has signed a command with, in the governor's store. A store without numbers,
 * because it is new or what was in it is lost, counts all up to the time when it came into use as used: nothing that
 * was signed before can be sent again.
 */
final class UsedNumbers {

    private static final int FORMAT = 1;
    private static final String PREFIX = "/number/";
    private static final String FLOOR = PREFIX + "floor";
    private static final ControlCodec<GovernedNumber> NUMBERS = ControlCodec.governedNumbers();

    private final KeyValueStore<String, byte[]> store;
    private final long start;

    /** @param start when the governor began to judge commands, in epoch milliseconds */
    UsedNumbers(KeyValueStore<String, byte[]> store, long start) {
        this.store = store;
        this.start = start * 1_000;
    }

    /** It and all numbers below are used up. */
    long highest(Signer signer) {
        return Math.max(stored(FLOOR, start), stored(PREFIX + signer.fingerprint(), 0));
    }

    /** Uses a number up, and all below. */
    void use(Signer signer) {
        if (store.get(FLOOR) == null) {
            put(FLOOR, start);
        }
        put(PREFIX + signer.fingerprint(), signer.number());
    }

    /**
     * What is signed while no signature is asked for is not counted: when one is again, all before that counts as used.
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
