package io.elmstream.quality;

import io.elmstream.quality.Drift.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Watches the quality of one version. It is fed with what was counted since it was fed last, by whoever counts, and
 * sums that up in windows of a fixed length of several parts. At the end of a part, {@link Adwin} looks at confidences
 * and errors; at the end of a window, distributions are compared with those of training. A drift is reported once, and
 * again only after it was over. Memory is bounded by the shape of the version.
 *
 * <p>Alarms without a drift are as rare as the settings say: the budget is divided over all comparisons of a day, so
 * more features mean that each is allowed less. Not thread-safe.
 */
public final class QualityWatch {

    private final Expectation expectation;
    private final QualitySettings settings;
    private final RisingMean doubt;
    private final RisingMean errors;
    private final List<QualitySketch> parts;
    private final List<Drift> drifts;
    private QualitySketch part;
    private long windowStart;
    private long partStart;

    /** The stored state of a watch. */
    record State(
            RisingMean doubt,
            RisingMean errors,
            List<QualitySketch> parts,
            List<Drift> drifts,
            QualitySketch part,
            long windowStart,
            long partStart) {}

    /**
     * Begins a window.
     *
     * @param expectation of the version
     * @param settings how closely to watch
     * @param shape any sketch of the version
     * @param now in epoch milliseconds
     */
    public QualityWatch(Expectation expectation, QualitySettings settings, QualitySketch shape, long now) {
        this(
                expectation,
                settings,
                new State(
                        new RisingMean(Signal.CONFIDENCE, settings.riskOfConfidence()),
                        new RisingMean(Signal.ERRORS, settings.riskOfErrors()),
                        List.of(),
                        List.of(),
                        QualitySketch.empty(shape),
                        now,
                        now));
    }

    QualityWatch(Expectation expectation, QualitySettings settings, State state) {
        this.expectation = expectation;
        this.settings = settings;
        this.doubt = state.doubt();
        this.errors = state.errors();
        this.parts = new ArrayList<>(state.parts());
        this.drifts = new ArrayList<>(state.drifts());
        this.part = state.part();
        this.windowStart = state.windowStart();
        this.partStart = state.partStart();
    }

    State state() {
        return new State(doubt, errors, List.copyOf(parts), List.copyOf(drifts), part, windowStart, partStart);
    }

    /**
     * Adds what was counted. It belongs to the part in which it arrives.
     *
     * @param counted since it was added last
     * @param now in epoch milliseconds; a clock that goes back only makes a part longer
     * @return the window, if it is over or a drift was found
     * @throws IllegalArgumentException if it is of a version with other features or labels
     */
    public Optional<QualityWindow> add(QualitySketch counted, long now) {
        if (now < partStart) {
            // a clock that was ahead by years must not end the watch for years
            partStart = now;
            windowStart = Math.min(windowStart, now);
        }
        Optional<QualityWindow> said = now - partStart >= settings.partMillis() ? endPart(now) : Optional.empty();
        part = part.plus(counted);
        return said;
    }

    private Optional<QualityWindow> endPart(long now) {
        List<Drift> found = new ArrayList<>(ofPart(now));
        if (part.predictions() > 0) {
            parts.add(part);
        }
        part = QualitySketch.empty(part);
        partStart = now;
        boolean complete = now - windowStart >= settings.window().toMillis();
        if (!complete && found.isEmpty()) {
            boundParts();
            return Optional.empty();
        }
        drifts.addAll(found);
        QualityWindow window = window(now, complete, found);
        if (complete) {
            parts.clear();
            windowStart = now;
        }
        return Optional.of(window);
    }

    /** Parts may be shorter than a tenth of the window only by rounding. */
    private void boundParts() {
        if (parts.size() > 2 * QualitySettings.PARTS) {
            parts.add(0, parts.remove(0).plus(parts.remove(0)));
        }
    }

    private List<Drift> ofPart(long now) {
        Optional<Drift> lessSure = part.predictions() == 0
                ? Optional.empty()
                : doubt.add(
                        1 - part.meanConfidence(),
                        Math.sqrt(part.varianceOfConfidence()),
                        part.predictions(),
                        QualitySettings.CONFIDENCES,
                        now);
        double wrong = 1 - part.accuracy();
        Optional<Drift> moreErrors = part.labelled() == 0
                ? Optional.empty()
                : errors.add(wrong, Math.sqrt(wrong * (1 - wrong)), part.labelled(), QualitySettings.LABELLED, now);
        drifts.removeIf(drift -> (drift.signal() == Signal.CONFIDENCE && doubt.isOver(drift))
                || (drift.signal() == Signal.ERRORS && errors.isOver(drift)));
        return Stream.concat(lessSure.stream(), moreErrors.stream())
                .peek(drift -> drifts.removeIf(drift::isSameAs))
                .toList();
    }

    private QualityWindow window(long now, boolean complete, List<Drift> found) {
        QualitySketch counts = parts.stream().reduce(QualitySketch.empty(part), QualitySketch::plus);
        List<StabilityIndex> features = complete && counts.sampled() > 0 ? features() : List.of();
        Optional<StabilityIndex> classes = complete && counts.predictions() > 0 && expectation.heldOut() > 0
                ? Optional.of(index(
                        parts.stream().map(QualitySketch::predicted).toList(),
                        expectation.predicted(),
                        expectation.heldOut()))
                : Optional.empty();
        List<Drift> all = new ArrayList<>(found);
        for (int j = 0; j < features.size(); j++) {
            compared(Signal.FEATURE, j, features.get(j), now).ifPresent(all::add);
        }
        classes.flatMap(index -> compared(Signal.CLASSES, -1, index, now)).ifPresent(all::add);
        Optional<AccuracyEstimate> estimate = counts.predictions() > 0 && expectation.heldOut() > 0
                ? Optional.of(AccuracyEstimate.of(parts, expectation))
                : Optional.empty();
        return new QualityWindow(
                windowStart, now, complete, counts, features, classes, estimate, List.copyOf(drifts), all);
    }

    private List<StabilityIndex> features() {
        List<StabilityIndex> indices = new ArrayList<>();
        for (int j = 0; j < expectation.features().length; j++) {
            int feature = j;
            indices.add(index(
                    parts.stream().map(each -> each.features()[feature]).toList(),
                    expectation.features()[j],
                    expectation.rows()));
        }
        return indices;
    }

    private StabilityIndex index(List<long[]> counts, double[] expected, long rows) {
        return StabilityIndex.of(
                counts, expected, rows, settings.riskOfDistribution(expectation.features().length + 1));
    }

    /** Notes the result of a comparison, and returns a drift that did not stand before. */
    private Optional<Drift> compared(Signal signal, int feature, StabilityIndex index, long now) {
        Drift drift = new Drift(signal, feature, now, index.limit(), index.value());
        if (!index.isBeyondChance()) {
            drifts.removeIf(drift::isSameAs);
            return Optional.empty();
        }
        if (drifts.stream().anyMatch(drift::isSameAs)) {
            return Optional.empty();
        }
        drifts.add(drift);
        return Optional.of(drift);
    }
}
