package io.elmstream.testing;

import io.elmstream.alert.Position;
import io.elmstream.training.Evaluation;
import io.elmstream.wire.avro.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares outputs with inputs: every reading must have exactly one outcome, and the predictions of a sensor must come
 * in the order of its readings. Thread-safe, because inputs and outputs are usually recorded by different threads.
 */
public final class OutcomeAudit {

    private static final Comparator<Position> IN_ORDER =
            Comparator.comparingLong(Position::offset).thenComparingInt(Position::index);

    private static final class Account {
        private Optional<String> actual = Optional.empty();
        private boolean sent;
        private int outcomes;
        private int version;
        private String predicted = "";
    }

    /**
     * The score of one version.
     *
     * @param predictions how many readings it scored
     * @param quality over the readings whose class is known; empty if there are none
     */
    public record VersionScore(long predictions, Optional<Evaluation> quality) {}

    /**
     * The result.
     *
     * @param readings that were sent
     * @param predictions distinct readings with at least one prediction
     * @param deadLetters distinct readings with a dead letter
     * @param lost readings without an outcome
     * @param duplicated outcomes beyond the first of a reading
     * @param outOfOrder predictions that came after one of a later reading of the same sensor
     * @param versions by version
     * @param deadLettersByReason by reason
     */
    public record Report(
            long readings,
            long predictions,
            long deadLetters,
            long lost,
            long duplicated,
            long outOfOrder,
            SortedMap<Integer, VersionScore> versions,
            SortedMap<String, Long> deadLettersByReason) {

        /** {@return whether every reading had exactly one outcome, in order} */
        public boolean isClean() {
            return lost == 0 && duplicated == 0 && outOfOrder == 0;
        }
    }

    private final List<String> labels;
    private final Map<Position, Account> accounts = new HashMap<>();
    private final Map<String, Position> lastOfSensor = new HashMap<>();
    private final SortedMap<String, Long> reasons = new TreeMap<>();
    private long sent;
    private long answered;
    private long predictions;
    private long deadLetters;
    private long duplicated;
    private long outOfOrder;

    /**
     * Creates an empty audit.
     *
     * @param labels of the classes that readings may have
     */
    public OutcomeAudit(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    /**
     * Records that a reading was written to its topic.
     *
     * @param position of the reading
     * @param actual its true class, if known
     */
    public synchronized void sent(Position position, Optional<String> actual) {
        Account account = account(position);
        account.sent = true;
        account.actual = actual;
        sent++;
    }

    /**
     * Records that a committed prediction was read.
     *
     * @param prediction in the order of its partition
     */
    public synchronized void predicted(Prediction prediction) {
        Position position = new Position(
                prediction.getSourceTopic(),
                prediction.getSourcePartition(),
                prediction.getSourceOffset(),
                prediction.getSourceIndex());
        Account account = answered(position);
        account.version = prediction.getVersion();
        account.predicted = prediction.getLabel();
        if (account.outcomes == 1) {
            predictions++;
            Position last = lastOfSensor.put(prediction.getSensorId(), position);
            if (last != null && IN_ORDER.compare(last, position) > 0) {
                outOfOrder++;
            }
        }
    }

    /**
     * Records that a committed dead letter was read.
     *
     * @param position of the reading
     * @param reason of the dead letter
     */
    public synchronized void buried(Position position, String reason) {
        if (answered(position).outcomes == 1) {
            deadLetters++;
            reasons.merge(reason, 1L, Long::sum);
        }
    }

    /** {@return the number of readings that were sent and have no outcome yet} */
    public synchronized long open() {
        return sent - answered;
    }

    /** {@return the dead letters so far, by reason} */
    public synchronized SortedMap<String, Long> deadLettersByReason() {
        return new TreeMap<>(reasons);
    }

    /** {@return the result so far} */
    public synchronized Report report() {
        long lost = accounts.values().stream()
                .filter(a -> a.sent && a.outcomes == 0)
                .count();
        SortedMap<Integer, List<Account>> byVersion = new TreeMap<>();
        for (Account account : accounts.values()) {
            if (account.version > 0) {
                byVersion
                        .computeIfAbsent(account.version, v -> new ArrayList<>())
                        .add(account);
            }
        }
        SortedMap<Integer, VersionScore> versions = new TreeMap<>();
        byVersion.forEach((version, scored) -> versions.put(version, new VersionScore(scored.size(), quality(scored))));
        return new Report(
                sent, predictions, deadLetters, lost, duplicated, outOfOrder, versions, new TreeMap<>(reasons));
    }

    private Optional<Evaluation> quality(List<Account> scored) {
        int classes = labels.size();
        long[][] confusion = new long[classes][classes];
        long known = 0;
        for (Account account : scored) {
            int actual = account.actual.map(labels::indexOf).orElse(-1);
            int predicted = labels.indexOf(account.predicted);
            if (actual >= 0 && predicted >= 0) {
                confusion[actual][predicted]++;
                known++;
            }
        }
        return known == 0 ? Optional.empty() : Optional.of(new Evaluation(labels, confusion, 0));
    }

    private Account answered(Position position) {
        Account account = account(position);
        account.outcomes++;
        if (account.outcomes == 1) {
            answered++;
        } else {
            duplicated++;
        }
        return account;
    }

    private Account account(Position position) {
        return accounts.computeIfAbsent(position, p -> new Account());
    }
}
