package io.elmstream.cli.offline;

import io.elmstream.quality.Adwin;
import io.elmstream.quality.Prequential;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlineLearner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened while rows were learnt: how each was predicted, which rule served, and the points of the picture. */
final class OnlineCourse implements OnlineLearner.Judge {

    private static final int POINTS = 500;

    /**
     * A point of the picture.
     *
     * @param row number of the newest row
     * @param accuracy of the rows of the window
     * @param lastLabel accuracy of the last label on them
     */
    record Point(long row, double accuracy, double lastLabel) {}

    private final Prequential tally;
    private final long step;
    private final Deque<Integer> lastLabels = new ArrayDeque<>();
    private final List<Point> points = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();
    private final Map<String, Long> served = new LinkedHashMap<>();
    private long row;

    /**
     * @param rules the rules of forgetting
     * @param window how many rows a point is of
     * @param untested number of rows that are not predicted
     * @param total number of all rows
     */
    OnlineCourse(List<Forgetting> rules, int window, long untested, long total) {
        this.tally = new Prequential(window, Adwin.DELTA);
        this.step = Math.max(1, total / POINTS);
        this.row = untested;
        rules.forEach(rule -> served.put(rule.description(), 0L));
    }

    /** A row will be judged; its last label is this one. */
    void expect(int lastLabel) {
        lastLabels.add(lastLabel);
    }

    @Override
    public void judged(int label, int predicted) {
        tally.add(++row, label, predicted, lastLabels.remove());
        if (row % step == 0 && tally.recentRows() >= Math.min(100, tally.rows())) {
            points.add(new Point(row, tally.recentAccuracy(), tally.recentAccuracyOfLastLabel()));
        }
    }

    void solved(long atRow, Optional<Forgetting> serving) {
        versions.add(atRow);
        served.merge(name(serving), 1L, Long::sum);
    }

    /** Returns what the result calls a rule, or the model that the learner started from. */
    static String name(Optional<Forgetting> serving) {
        return serving.map(Forgetting::description).orElse("the model it started from");
    }

    Prequential tally() {
        return tally;
    }

    List<Point> points() {
        return points;
    }

    /** Returns the rows after which there was a new version. */
    List<Long> versions() {
        return versions;
    }

    Map<String, Long> served() {
        return served;
    }
}
