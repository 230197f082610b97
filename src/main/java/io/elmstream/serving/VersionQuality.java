package io.elmstream.serving;

import io.elmstream.batch.Rows;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.kernel.Probabilities;
import io.elmstream.model.Contract;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Expectation;
import io.elmstream.quality.QualitySketch;
import io.elmstream.wire.CountedQuality;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts what one instance scores with a version, so that it can be compared with what the version's training expects:
 * of every reading the predicted class and its confidence, of one in {@value #SAMPLED} the features. Readings that are
 * scored for comparison only count as well. Counting costs a pass over the scores of a micro-batch and one lock, which
 * few threads share. Memory is bounded by the numbers of features and classes. Thread-safe.
 */
public final class VersionQuality {

    /** Of so many readings the features of one are counted. */
    public static final int SAMPLED = 32;

    private static final int STRIPES = 8;

    private final VersionKey key;
    private final Contract contract;
    private final FeatureBins[] bins;
    private final Expectation expectation;
    private final AtomicReferenceArray<Stripe> stripes = new AtomicReferenceArray<>(STRIPES);

    /**
     * Creates counts of 0.
     *
     * @param contract the features and labels of the version
     * @param profile of its training
     */
    public VersionQuality(VersionKey key, Contract contract, TrainingProfile profile) {
        this.key = key;
        this.contract = contract;
        this.bins = profile.features().toArray(FeatureBins[]::new);
        this.expectation = expectation(profile);
    }

    /** Counts the readings of a group that was scored. Those without a confidence could not be scored. */
    public void add(Rows<?> rows) {
        stripe().add(rows.values(), rows.scores(contract.labels().size()), rows.count());
    }

    /**
     * Returns what was counted since this object was created.
     *
     * @param counts those of the same version, for the labelled predictions
     */
    public CountedQuality counted(VersionCounts counts) {
        QualitySketch sketch = new Stripe().sketch(counts.labelled(), counts.correct());
        for (int i = 0; i < STRIPES; i++) {
            Stripe stripe = stripes.get(i);
            if (stripe != null) {
                sketch = sketch.plus(stripe.sketch(0, 0));
            }
        }
        return new CountedQuality(key, contract.featureNames(), contract.labels(), expectation, sketch);
    }

    private Stripe stripe() {
        int i = (int) (Thread.currentThread().getId() % STRIPES);
        Stripe stripe = stripes.get(i);
        return stripe != null ? stripe : stripes.updateAndGet(i, made -> made == null ? new Stripe() : made);
    }

    private static Expectation expectation(TrainingProfile profile) {
        List<FeatureBins> features = profile.features();
        return new Expectation(
                profile.rows(),
                features.stream().map(feature -> doubles(feature.shares())).toArray(double[][]::new),
                profile.heldOut(),
                doubles(profile.predicted()),
                profile.confidence(),
                profile.accuracy());
    }

    private static double[] doubles(float[] values) {
        double[] same = new double[values.length];
        Arrays.setAll(same, i -> values[i]);
        return same;
    }

    /** The counts of some threads. */
    private final class Stripe {

        /** Multiples of it spread evenly over the whole numbers, whatever the period of what is sampled. */
        private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

        private static final int LOG_SAMPLED = Integer.numberOfTrailingZeros(SAMPLED);

        private final long[] predicted = new long[contract.labels().size()];
        private final long[][] features = new long[bins.length][];
        private long predictions;
        private double confidence;
        private double squares;
        /** Which reading is next to have its features counted, from 0. */
        private long next;

        Stripe() {
            Arrays.setAll(features, j -> new long[bins[j].bins()]);
        }

        synchronized void add(float[] values, float[] scores, int count) {
            int classes = predicted.length;
            double sum = 0;
            double sumOfSquares = 0;
            for (int row = 0; row < count; row++) {
                int top = Probabilities.predicted(scores, row * classes, classes);
                float score = scores[row * classes + top];
                // false for NaN
                if (score <= 1) {
                    predicted[top]++;
                    sum += score;
                    sumOfSquares += (double) score * score;
                    if (predictions++ == next) {
                        sample(values, row * bins.length);
                    }
                }
            }
            confidence += sum;
            squares += sumOfSquares;
        }

        private void sample(float[] values, int start) {
            for (int j = 0; j < bins.length; j++) {
                features[j][bins[j].bin(values[start + j])]++;
            }
            // one of the next block of so many readings
            long block = (predictions - 1) / SAMPLED + 1;
            next = block * SAMPLED + ((block * GOLDEN) >>> (Long.SIZE - LOG_SAMPLED));
        }

        synchronized QualitySketch sketch(long labelled, long correct) {
            long[][] copies = new long[features.length][];
            Arrays.setAll(copies, j -> features[j].clone());
            return new QualitySketch(predictions, confidence, squares, predicted.clone(), copies, labelled, correct);
        }
    }
}
