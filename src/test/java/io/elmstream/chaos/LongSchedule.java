package io.elmstream.chaos;

import static io.elmstream.chaos.Fault.BROKERS_ROLLED;
import static io.elmstream.chaos.Fault.BROKERS_STOPPED;
import static io.elmstream.chaos.Fault.BROKER_KILLED;
import static io.elmstream.chaos.Fault.BROKER_STOPPED_SHORTLY;
import static io.elmstream.chaos.Fault.CONTROLLER_KILLED;
import static io.elmstream.chaos.Fault.CONTROLLER_STOPPED;
import static io.elmstream.chaos.Fault.COORDINATOR_KILLED;
import static io.elmstream.chaos.Fault.COORDINATOR_STOPPED;
import static io.elmstream.chaos.Fault.DISK_FULL;
import static io.elmstream.chaos.Fault.PARTITIONS_GROWN;
import static io.elmstream.chaos.Fault.REGISTRY_AWAY;
import static io.elmstream.chaos.Fault.STATE_REMOVED;
import static io.elmstream.chaos.Fault.WORKERS_KILLED;
import static io.elmstream.chaos.Fault.WORKERS_ROLLED;
import static io.elmstream.chaos.Fault.WORKER_KILLED;
import static io.elmstream.chaos.Fault.WORKER_STOPPED;
import static io.elmstream.chaos.Fault.WORKER_STOPPED_SHORTLY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The faults of a long run. Over 10 million readings they are 30 kills, 5 rounds in which each of the three brokers is
 * restarted properly, 10 long stops and 10 others; over fewer readings they are fewer in proportion, but one of each of
 * these at the least.
 */
final class LongSchedule {

    static final long FULL_READINGS = 10_000_000;

    private static final List<Fault> KILLS =
            List.of(WORKER_KILLED, COORDINATOR_KILLED, STATE_REMOVED, BROKER_KILLED, WORKERS_KILLED, CONTROLLER_KILLED);
    private static final List<Fault> STOPS =
            List.of(WORKER_STOPPED, BROKERS_STOPPED, COORDINATOR_STOPPED, CONTROLLER_STOPPED);
    private static final List<Fault> OTHERS = List.of(
            DISK_FULL, REGISTRY_AWAY, WORKERS_ROLLED, BROKER_STOPPED_SHORTLY, WORKER_STOPPED_SHORTLY, PARTITIONS_GROWN);

    private LongSchedule() {}

    /** Which kinds, and their order, follow from the seed. */
    static List<Fault> of(long seed, long readings) {
        Random random = new Random(seed);
        double scale = Math.min(1, (double) readings / FULL_READINGS);
        List<Fault> faults = new ArrayList<>(Stream.of(
                        some(random, KILLS, 30 * scale), some(random, List.of(BROKERS_ROLLED), 5 * scale),
                        some(random, STOPS, 10 * scale), some(random, OTHERS, 10 * scale))
                .flatMap(List::stream)
                .toList());
        Collections.shuffle(faults, random);
        return faults;
    }

    private static List<Fault> some(Random random, List<Fault> kinds, double count) {
        List<Fault> turns = new ArrayList<>(kinds);
        Collections.shuffle(turns, random);
        List<Fault> some = new ArrayList<>();
        for (int i = 0; i < Math.max(1, Math.round(count)); i++) {
            some.add(turns.get(i % turns.size()));
        }
        return some;
    }
}
