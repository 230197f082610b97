package io.elmstream.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Result of the demo with a drift; also its JSON.
 *
 * @param readings number of readings sent
 * @param predictions number of readings that have a prediction
 * @param shiftAt number of the first reading whose sensors are scaled otherwise
 * @param killedAt number of readings sent when the learner was killed
 * @param before accuracy before the shift
 * @param fallen accuracy of the first 500 readings after the shift
 * @param after accuracy of the last fifth of the readings
 * @param withoutLearner accuracy of version 1 alone on that last fifth
 * @param drifts drifts that were reported
 * @param rowsToDetection readings from the shift to the first report of a drift; empty if there was none
 * @param rowsToRecovery readings from the shift until 500 readings in a row are predicted within one percentage point
 *     of the accuracy before; empty if there are none
 * @param served versions that predicted, in order
 * @param labels number of labels sent
 * @param learnt number of rows that the learner has learnt; each label counts once, also those around the kill
 */
public record DriftResult(
        int readings,
        long predictions,
        int shiftAt,
        int killedAt,
        double before,
        double fallen,
        double after,
        double withoutLearner,
        List<FoundDrift> drifts,
        Optional<Long> rowsToDetection,
        Optional<Long> rowsToRecovery,
        List<Served> served,
        long labels,
        long learnt) {

    /** Over how many readings accuracies are shown. */
    static final int WINDOW = 500;

    /**
     * A drift that was reported.
     *
     * @param atReading readings predicted when the report was received
     * @param version version whose readings have changed
     * @param signal FEATURE, CLASSES, CONFIDENCE or ERRORS
     * @param feature the feature that has changed; empty if it is none
     */
    public record FoundDrift(long atReading, int version, String signal, Optional<String> feature) {}

    /**
     * A version in force.
     *
     * @param version the version
     * @param fromReading number of the first reading that it predicted
     */
    public record Served(int version, int fromReading) {}

    static DriftResult of(DriftCourse course, DriftWatch watch, int readings, int shiftAt, int killedAt, long labels) {
        int last = readings - readings / 5;
        double before = course.accuracy(0, shiftAt);
        List<FoundDrift> drifts = watch.drifts();
        return new DriftResult(
                readings,
                course.predictions(),
                shiftAt,
                killedAt,
                before,
                course.accuracy(shiftAt, shiftAt + WINDOW),
                course.accuracy(last, readings),
                course.accuracyOfFirst(last, readings),
                drifts,
                drifts.stream()
                        .map(FoundDrift::atReading)
                        .filter(reading -> reading >= shiftAt)
                        .findFirst()
                        .map(reading -> reading - shiftAt),
                recovery(course, readings, shiftAt, before),
                course.served(),
                labels,
                watch.learnt());
    }

    private static Optional<Long> recovery(DriftCourse course, int readings, int shiftAt, double before) {
        // until accuracy has fallen, there is nothing to recover from
        for (int from = shiftAt; from + WINDOW <= readings; from++) {
            if (course.accuracy(from, from + WINDOW) >= before - 0.01) {
                return Optional.of((long) from - shiftAt);
            }
        }
        return Optional.empty();
    }

    /** Returns whether every reading was predicted, the drift was reported, and accuracy is back. */
    boolean isClean() {
        return predictions == readings && rowsToDetection.isPresent() && rowsToRecovery.isPresent() && learnt <= labels;
    }

    /** Returns the lines to print. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(""));
        lines.add(line("readings    %,d sent, %,d predicted", readings, predictions));
        lines.add(line(
                "shift       at reading %,d: accuracy fell from %s to %s", shiftAt, percent(before), percent(fallen)));
        lines.add(rowsToDetection
                .map(rows -> line("drift       reported after %,d readings: %s", rows, signals()))
                .orElse("drift       NOT REPORTED"));
        lines.add(rowsToRecovery
                .map(rows -> line("recovery    after %,d readings, accuracy now %s", rows, percent(after)))
                .orElse(line("recovery    NONE, accuracy now %s", percent(after))));
        lines.add(line("without     the learner, version 1 has %s now", percent(withoutLearner)));
        served.forEach(each -> lines.add(line("version %-3d from reading %,d", each.version(), each.fromReading())));
        lines.add(line(
                "learner     killed with kill -9 at reading %,d; %,d labels sent, %,d rows learnt",
                killedAt, labels, learnt));
        return lines;
    }

    private String signals() {
        return String.join(
                ", ",
                drifts.stream()
                        .filter(drift -> drift.atReading() >= shiftAt)
                        .map(drift -> drift.signal().toLowerCase(Locale.ROOT)
                                + drift.feature().map(name -> " " + name).orElse(""))
                        .distinct()
                        .toList());
    }

    private static String percent(double share) {
        return line("%.1f %%", 100 * share);
    }

    private static String line(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
