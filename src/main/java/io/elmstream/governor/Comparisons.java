package io.elmstream.governor;

import io.elmstream.rollout.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * How one challenger does on all instances: the latest counts of each run of each instance. A run counts from zero, so the sum of
 * all runs is what was compared.
 *
 * @param revision of the step that names the challenger
 * @param runs at most {@link #MAX_RUNS}
 */
public record Comparisons(long revision, List<Run> runs) {

    /** How many runs are kept apart; when one more comes, the two oldest are counted together for ever. */
    public static final int MAX_RUNS = 256;

    /** What the disagreements of all runs may take, so that they fit into one record; beyond that the most frequent ones stay. */
    public static final int MAX_ROOM = 200_000;

    /**
     * One run of one instance.
     *
     * @param instanceId the instance
     * @param startedAt when its process began, in epoch milliseconds
     * @param comparison what it counted since
     */
    public record Run(String instanceId, long startedAt, Comparison comparison) {

        Run mostFrequent(int room) {
            return new Run(instanceId, startedAt, comparison.mostFrequent(room));
        }

        boolean isOf(InstanceReport report) {
            return instanceId.equals(report.instanceId()) && startedAt == report.startedAt();
        }
    }

    public Comparisons {
        runs = List.copyOf(runs);
    }

    /** Before the first report. */
    public static Comparisons none(long revision) {
        return new Comparisons(revision, List.of());
    }

    /** With what an instance reports now. */
    public Comparisons with(InstanceReport report, Comparison comparison) {
        List<Run> all = new ArrayList<>(runs);
        all.removeIf(run -> run.isOf(report));
        all.add(new Run(report.instanceId(), report.startedAt(), comparison));
        if (all.size() > MAX_RUNS) {
            Run oldest = all.remove(0);
            Run next = all.remove(0);
            all.add(0, new Run("", 0, oldest.comparison().plus(next.comparison())));
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
}
