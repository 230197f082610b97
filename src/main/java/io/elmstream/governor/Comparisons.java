package io.elmstream.governor;

import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of one challenger over all instances: the latest counts of each run of each instance. A run counts
 * from zero, so the sum over all runs is the total.
 *
 * @param revision of the step that names the challenger
 * @param runs at most {@link #MAX_RUNS}, the one that reported last at the end
 */
public record Comparisons(long revision, List<Run> runs) {

    /** How many runs are kept separately; when one more arrives, the two oldest are merged permanently. */
    public static final int MAX_RUNS = 256;

    /**
     * The bound on the disagreements of all runs, so that they fit into one record; beyond it only the most frequent
     * are kept.
     */
    public static final int MAX_ROOM = 200_000;

    /** More readings than an instance can compare in a millisecond: this is a million per second. */
    static final long MAX_RATE = 1_000;

    /** The time in which readings may have been compared before the first report of a run arrived, in milliseconds. */
    private static final long HEAD_START = 1_000;

    /**
     * One run of one instance.
     *
     * @param instanceId the instance
     * @param startedAt when its process started, in epoch milliseconds
     * @param knownSince when it first reported, on the governor's clock in epoch milliseconds
     * @param comparison what it counted since it started
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

    /** Returns the value before the first report. */
    public static Comparisons none(long revision) {
        return new Comparisons(revision, List.of());
    }

    /**
     * Returns why the counts of a report are implausible, given the earlier reports; empty if they are plausible.
     *
     * @param now on the governor's clock, in epoch milliseconds
     */
    public Optional<String> objection(InstanceReport report, Comparison counts, long now) {
        return run(report).flatMap(known -> {
            if (falls(known.comparison(), counts)) {
                return Optional.of("it counts less than an earlier report of the same process");
            }
            long possible = MAX_RATE * (Math.max(0, now - known.knownSince()) + HEAD_START);
            // labels that come late may be of readings that another instance compared
            long counted = Math.max(counts.labelled(), Math.max(counts.compared(), counts.challengerErrors()));
            return counted > possible
                    ? Optional.of("it counts " + counted + " readings, more than the " + possible
                            + " that are possible since the" + " instance started to report")
                    : Optional.empty();
        });
    }

    /**
     * Returns a copy updated by a report. The first report only registers its run: counts are accepted only from a run
     * that reports again.
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

    /** Returns the sum over all runs. */
    public Comparison sum() {
        return runs.stream().map(Run::comparison).reduce(Comparison.NONE, Comparison::plus);
    }

    private Optional<Run> run(InstanceReport report) {
        return runs.stream().filter(run -> run.isOf(report)).findFirst();
    }

    /** Removes the oldest run that has counted nothing; if there is none, merges the two oldest. */
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
