package io.elmstream.governor;

import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one challenger does on all instances: the latest counts of each run of each instance. A run counts from zero, so
 * the sum of all runs is what was compared.
 *
 * @param revision of the step that names the challenger
 * @param runs at most {@link #MAX_RUNS}, the one that reported last behind all others
 */
public record Comparisons(long revision, List<Run> runs) {

    /** How many runs are kept apart; when one more comes, the two oldest are counted together for ever. */
    public static final int MAX_RUNS = 256;

    /**
     * What the disagreements of all runs may take, so that they fit into one record; beyond that the most frequent ones
     * stay.
     */
    public static final int MAX_ROOM = 200_000;

    /** More readings than an instance can compare in a millisecond: a million a second. */
    static final long MAX_RATE = 1_000;

    /** What may have been compared before the first report of a run came, in milliseconds. */
    private static final long HEAD_START = 1_000;

    /**
     * One run of one instance.
     *
     * @param instanceId the instance
     * @param startedAt when its process began, in epoch milliseconds
     * @param knownSince when it reported first, on the governor's clock in epoch milliseconds
     * @param comparison what it counted since it began
     */
    public record Run(String instanceId, long startedAt, long knownSince, Comparison comparison) {

        Run mostFrequent(int room) {
            return counting(comparison.mostFrequent(room));
        }

        Run counting(Comparison counts) {
            return new Run(instanceId, startedAt, knownSince, counts);
        }

        boolean isOf(InstanceReport report) {
            return instanceId.equals(report.instanceId()) && startedAt == report.startedAt();
        }

        boolean countedNothing() {
            return comparison.equals(Comparison.NONE);
        }
    }

    public Comparisons {
        runs = List.copyOf(runs);
    }

    /** Before the first report. */
    public static Comparisons none(long revision) {
        return new Comparisons(revision, List.of());
    }

    /**
     * Why a report's counts are not to be believed, in view of what came before; empty if they may be.
     *
     * @param now on the governor's clock, in epoch milliseconds
     */
    public Optional<String> objection(InstanceReport report, Comparison counts, long now) {
        return run(report).flatMap(known -> {
            if (falls(known.comparison(), counts)) {
                return Optional.of("it counts less than an earlier report of the same process");
            }
            long possible = MAX_RATE * (Math.max(0, now - known.knownSince()) + HEAD_START);
            long counted = Math.max(counts.compared(), counts.challengerErrors());
            return counted > possible
                    ? Optional.of("it counts " + counted + " readings, more than the " + possible
                            + " that are possible since the" + " instance began to report")
                    : Optional.empty();
        });
    }

    /**
     * With what an instance reports now. The first report makes its run known, and no more: what counts comes from
     * somebody who stays.
     *
     * @param counts to which there is no objection
     * @param now on the governor's clock, in epoch milliseconds
     */
    public Comparisons with(InstanceReport report, Comparison counts, long now) {
        List<Run> all = new ArrayList<>(runs);
        all.removeIf(run -> run.isOf(report));
        all.add(run(report)
                .map(known -> known.counting(counts))
                .orElseGet(() -> new Run(report.instanceId(), report.startedAt(), now, Comparison.NONE)));
        if (all.size() > MAX_RUNS) {
            makeRoom(all);
        }
        if (all.stream().mapToInt(run -> run.comparison().room()).sum() > MAX_ROOM) {
            all.replaceAll(run -> run.mostFrequent(MAX_ROOM / all.size()));
        }
        return new Comparisons(revision, all);
    }

    /** Over all runs. */
    public Comparison sum() {
        return runs.stream().map(Run::comparison).reduce(Comparison.NONE, Comparison::plus);
    }

    private Optional<Run> run(InstanceReport report) {
        return runs.stream().filter(run -> run.isOf(report)).findFirst();
    }

    /** Forgets the oldest run that has counted nothing; where all others have, the two oldest are counted together. */
    private static void makeRoom(List<Run> all) {
        for (int i = 0; i < all.size() - 1; i++) {
            if (all.get(i).countedNothing()) {
                all.remove(i);
                return;
            }
        }
        Run oldest = all.remove(0);
        Run next = all.remove(0);
        all.add(0, new Run("", 0, 0, oldest.comparison().plus(next.comparison())));
    }

    private static boolean falls(Comparison before, Comparison now) {
        return now.compared() < before.compared()
                || now.agreed() < before.agreed()
                || now.labelled() < before.labelled()
                || now.championCorrect() < before.championCorrect()
                || now.challengerCorrect() < before.challengerCorrect()
                || now.challengerErrors() < before.challengerErrors();
    }
}
