package io.elmstream.alert;

import java.util.Optional;

/**
 * When an alert is raised and when it is cleared, judged prediction by prediction for one sensor and one model.
 *
 * <p>A prediction is a <em>hit</em> when its class is an alert class and its confidence reaches {@code minConfidence}.
 * With {@code h} hits among the last {@code m} predictions, an alert is raised when {@code h >= n}, and cleared when
 * {@code 2h < n}. Missing predictions do not count as hits.
 *
 * <p>The gap between the two thresholds keeps an alert from flapping, whatever n and m are: after a clearing more than
 * half of n new hits are needed to raise again, and these must have left the window before the next clearing. So two
 * clearings of one sensor are always more than m predictions apart, and at most one alert is raised in any m
 * predictions, apart from one already raised at their beginning.
 *
 * @param n hits that raise an alert, 1 to m
 * @param m the size of the window in predictions, 1 to 64
 * @param minConfidence the least confidence of a hit, 0 to 1
 */
public record AlertRule(int n, int m, double minConfidence) {

    /** The widest window: the state is the bits of one {@code long}. */
    public static final int MAX_WINDOW = Long.SIZE;

    public AlertRule {
        if (m < 1 || m > MAX_WINDOW) {
            throw new IllegalArgumentException("m must be 1 to " + MAX_WINDOW + ", got " + m);
        }
        if (n < 1 || n > m) {
            throw new IllegalArgumentException("n must be 1 to m, which is " + m + ", got " + n);
        }
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new IllegalArgumentException("minConfidence must be 0 to 1, got " + minConfidence);
        }
    }

    /**
     * Returns whether a prediction counts as a hit.
     *
     * @param inAlertClass whether its class is one of the alert classes
     * @param confidence its confidence, 0 to 1; NaN is no hit
     */
    public boolean isHit(boolean inAlertClass, double confidence) {
        return inAlertClass && confidence >= minConfidence;
    }

    /**
     * Processes the next prediction of a sensor. Allocates nothing while the state is empty.
     *
     * @param state the state before it; bits beyond m, left by a rule with a wider window, are ignored
     * @param hit whether it is a {@linkplain #isHit hit}
     * @param position of its reading; becomes part of the alert's id if this prediction raises one
     */
    public AlertStep next(AlertState state, boolean hit, Position position) {
        if (!hit && state.isEmpty()) {
            return AlertStep.QUIET;
        }
        long window = -1L >>> (MAX_WINDOW - m);
        long hits = (state.hits() << 1 | (hit ? 1 : 0)) & window;
        int count = Long.bitCount(hits);
        if (state.raisedBy().isPresent()) {
            return 2 * count < n
                    ? change(
                            hits,
                            Optional.empty(),
                            AlertChange.Kind.CLEARED,
                            state.raisedBy().get())
                    : new AlertStep(new AlertState(hits, state.raisedBy()), Optional.empty());
        }
        if (count >= n) {
            return change(hits, Optional.of(position), AlertChange.Kind.RAISED, position);
        }
        return hits == 0 ? AlertStep.QUIET : new AlertStep(new AlertState(hits, Optional.empty()), Optional.empty());
    }

    private static AlertStep change(long hits, Optional<Position> standing, AlertChange.Kind kind, Position raisedBy) {
        return new AlertStep(new AlertState(hits, standing), Optional.of(new AlertChange(kind, raisedBy)));
    }
}
