package io.elmstream.wire;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Drift;
import io.elmstream.quality.Expectation;
import io.elmstream.quality.QualitySketch;
import io.elmstream.quality.QualityWindow;
import io.elmstream.quality.StabilityIndex;
import io.elmstream.wire.avro.ClassQuality;
import io.elmstream.wire.avro.DriftSignal;
import io.elmstream.wire.avro.EstimatedAccuracy;
import io.elmstream.wire.avro.FeatureQuality;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.QualityReport;
import io.elmstream.wire.avro.ReportedCounts;
import io.elmstream.wire.avro.ReportedExpectation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Converts what is said of quality to records of its topic and back. */
public final class QualityRecords {

    /** The most features, classes and drifts that a record names. */
    public static final int MOST = 100;

    /** The most features and classes of a report that is read. */
    private static final int MOST_READ = 100_000;

    /** The longest name of a feature or class that is read; a record names {@value #MOST} of each, and of drifts. */
    private static final int LONGEST_NAME = 1_024;

    private static final int FORMAT = 1;

    private QualityRecords() {}

    /** Returns the key of what is said of a version. */
    public static String key(VersionKey version) {
        return version.modelId() + "/" + version.version();
    }

    /** Returns the record of a report. */
    public static QualityReport report(String instanceId, String applicationId, long at, CountedQuality counted) {
        Expectation expectation = counted.expectation();
        QualitySketch counts = counted.counts();
        return new QualityReport(
                FORMAT,
                instanceId,
                applicationId,
                Instant.ofEpochMilli(at),
                counted.version().modelId().value(),
                counted.version().version(),
                counted.features(),
                counted.labels(),
                new ReportedExpectation(
                        expectation.rows(),
                        Arrays.stream(expectation.features())
                                .map(QualityRecords::list)
                                .toList(),
                        expectation.heldOut(),
                        list(expectation.predicted()),
                        expectation.confidence(),
                        expectation.accuracy()),
                new ReportedCounts(
                        counts.predictions(),
                        counts.confidence(),
                        counts.squares(),
                        list(counts.predicted()),
                        Arrays.stream(counts.features())
                                .map(QualityRecords::list)
                                .toList(),
                        counts.labelled(),
                        counts.correct()));
    }

    /**
     * Reads an untrusted report.
     *
     * @throws UnreadableRecordException if its parts do not belong together
     */
    public static CountedQuality counted(QualityReport report) throws UnreadableRecordException {
        ReportedExpectation expected = report.getExpectation();
        ReportedCounts counts = report.getCounts();
        try {
            require(ModelId.isValid(report.getModelId()), "modelId is no model id");
            require(report.getVersion() >= 1, "version is below 1");
            int features = report.getFeatures().size();
            int labels = report.getLabels().size();
            require(features <= MOST_READ && labels <= MOST_READ, "it names too many features or labels");
            require(
                    Stream.concat(report.getFeatures().stream(), report.getLabels().stream())
                            .allMatch(name -> name.length() <= LONGEST_NAME),
                    "a feature or label has more than " + LONGEST_NAME + " characters");
            require(
                    expected.getFeatures().size() == features
                            && counts.getFeatures().size() == features
                            && counts.getPredicted().size() == labels,
                    "its counts are of other features or labels than it names");
            double[][] shares =
                    expected.getFeatures().stream().map(QualityRecords::doubles).toArray(double[][]::new);
            long[][] bins =
                    counts.getFeatures().stream().map(QualityRecords::longs).toArray(long[][]::new);
            require(
                    IntStream.range(0, features).allMatch(j -> shares[j].length == bins[j].length),
                    "its features have other bins than expected");
            double[] predicted = doubles(expected.getPredicted());
            require(expected.getHeldOut() >= 0 && expected.getRows() >= 1, "its expectation is of no rows");
            require(expected.getHeldOut() == 0 || predicted.length == labels, "it expects other classes");
            QualitySketch sketch = new QualitySketch(
                    counts.getPredictions(),
                    counts.getConfidence(),
                    counts.getSquares(),
                    longs(counts.getPredicted()),
                    bins,
                    counts.getLabelled(),
                    counts.getCorrect());
            require(sketch.isPlausible(), "its counts are negative, or parts exceed the whole");
            return new CountedQuality(
                    new VersionKey(new ModelId(report.getModelId()), report.getVersion()),
                    report.getFeatures(),
                    report.getLabels(),
                    new Expectation(
                            expected.getRows(),
                            shares,
                            expected.getHeldOut(),
                            predicted,
                            expected.getConfidence(),
                            expected.getAccuracy()),
                    sketch);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the record of a window. */
    public static ModelQuality quality(CountedQuality of, QualityWindow window) {
        QualitySketch counts = window.counts();
        return new ModelQuality(
                FORMAT,
                of.version().modelId().value(),
                of.version().version(),
                Instant.ofEpochMilli(window.from()),
                Instant.ofEpochMilli(window.to()),
                window.complete(),
                counts.predictions(),
                counts.sampled(),
                counts.predictions() == 0 ? null : counts.meanConfidence(),
                counts.labelled(),
                counts.labelled() == 0 ? null : counts.accuracy(),
                window.estimate()
                        .map(value -> new EstimatedAccuracy(value.value(), value.low(), value.high()))
                        .orElse(null),
                features(of, window.features()),
                classes(of, counts),
                window.classes().map(StabilityIndex::value).orElse(null),
                window.classes().map(StabilityIndex::limit).orElse(null),
                drifts(of, window),
                Math.min(MOST, window.found().size()));
    }

    private static List<FeatureQuality> features(CountedQuality of, List<StabilityIndex> indices) {
        List<FeatureQuality> features = new ArrayList<>();
        for (int j = 0; j < indices.size(); j++) {
            features.add(new FeatureQuality(
                    of.features().get(j), indices.get(j).value(), indices.get(j).limit()));
        }
        features.sort(Comparator.comparingDouble(feature -> -feature.getIndex() / feature.getLimit()));
        return features.subList(0, Math.min(MOST, features.size()));
    }

    private static List<ClassQuality> classes(CountedQuality of, QualitySketch counts) {
        List<ClassQuality> classes = new ArrayList<>();
        double[] expected = of.expectation().predicted();
        for (int c = 0; c < Math.min(MOST, of.labels().size()) && counts.predictions() > 0; c++) {
            classes.add(new ClassQuality(
                    of.labels().get(c),
                    (double) counts.predicted()[c] / counts.predictions(),
                    of.expectation().heldOut() == 0 ? null : expected[c]));
        }
        return classes;
    }

    private static List<ModelDrift> drifts(CountedQuality of, QualityWindow window) {
        List<Drift> standing = new ArrayList<>(window.drifts());
        standing.removeAll(window.found());
        standing.addAll(window.found());
        return standing.subList(Math.max(0, standing.size() - MOST), standing.size()).stream()
                .map(drift -> new ModelDrift(
                        DriftSignal.valueOf(drift.signal().name()),
                        drift.feature() < 0 ? null : of.features().get(drift.feature()),
                        Instant.ofEpochMilli(drift.since()),
                        drift.before(),
                        drift.after()))
                .toList();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(value -> value).toArray();
    }
}
