package io.elmstream.cli.terminal;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures what a reading costs on this machine: the forward pass in batches of {@value #BATCH}, one thread, the
 * fastest of many rounds, as many as the compiler needs for the loops of the model.
 */
public final class ReadingTime {

    private static final int BATCH = 256;
    private static final long ROUND_NANOS = 1_000_000;
    /** A tenth of a nanosecond is usual; interpreted loops take tens. */
    private static final double SLOW_PRODUCT = 0.5;

    private static final double SLOW_READING = 200;

    /** How long one object waits for the compiler, in all its measurements. */
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private static final int MOST_ROUNDS = 500;

    /** After so many rounds that were not faster, the compiler has seen every loop of the model often enough. */
    private static final int ROUNDS = 40;

    /** A round counts as faster from this on. */
    private static final double FASTER = 0.98;

    private final ForwardPass pass = ForwardPass.fastest();
    private final Workspace workspace = new Workspace();
    private final boolean[] verified = new boolean[BATCH];
    private long patience = PATIENCE_NANOS;

    /** {@return nanoseconds of a reading} */
    public double nanos(Elm elm) {
        return nanos(elm, List.of(rows(elm.standardiser())), BATCH);
    }

    /**
     * Returns the nanoseconds of a reading for a model whose time depends on the rows.
     *
     * @param rows one or more
     */
    public double nanos(Classifier classifier, List<float[]> rows) {
        List<float[]> batches = IntStream.iterate(0, from -> from < rows.size(), from -> from + BATCH)
                .mapToObj(from -> flat(rows.subList(from, Math.min(rows.size(), from + BATCH))))
                .toList();
        return nanos(classifier, batches, rows.size());
    }

    private double nanos(Classifier classifier, List<float[]> batches, int rows) {
        PackedClassifier model = PackedClassifier.pack(classifier);
        int inputs = model.inputs();
        float[] probabilities = new float[BATCH * model.classes()];
        Runnable all = () -> batches.forEach(
                batch -> model.score(pass, batch, batch.length / inputs, workspace, probabilities, verified));
        double nanos = best(all) / rows;
        while (nanos > compiled(classifier) && patience > 0) {
            long start = System.nanoTime();
            nanos = Math.min(nanos, best(all) / rows);
            patience -= System.nanoTime() - start;
        }
        return nanos;
    }

    private static float[] flat(List<float[]> rows) {
        int inputs = rows.get(0).length;
        float[] flat = new float[rows.size() * inputs];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * inputs, inputs);
        }
        return flat;
    }

    /** Returns more nanoseconds than a reading takes once the loops of its model are compiled for vectors. */
    private static double compiled(Classifier classifier) {
        if (classifier instanceof VerifiedDraft pair) {
            return compiled(pair.draft()) + compiled(pair.verifier());
        }
        HiddenUnits units = ((Elm) classifier).units();
        long products = units.first(units.count())
                + (long) units.count() * classifier.labels().size();
        return SLOW_READING + SLOW_PRODUCT * products;
    }

    private static double best(Runnable batch) {
        double best = Double.POSITIVE_INFINITY;
        int since = 0;
        for (int i = 0; i < MOST_ROUNDS && since < ROUNDS; i++) {
            double time = round(batch);
            since = time < FASTER * best ? 0 : since + 1;
            best = Math.min(best, time);
        }
        return best;
    }

    private static double round(Runnable batch) {
        long start = System.nanoTime();
        long time;
        int batches = 0;
        do {
            batch.run();
            batches++;
            time = System.nanoTime() - start;
        } while (time < ROUND_NANOS);
        return (double) time / batches;
    }

    /** Returns rows within one and a half standard deviations, all different. */
    private static float[] rows(Standardiser standardiser) {
        float[] means = standardiser.means();
        float[] scales = standardiser.scales();
        float[] rows = new float[BATCH * means.length];
        for (int i = 0; i < rows.length; i++) {
            int j = i % means.length;
            rows[i] = means[j] + scales[j] * (float) (1.5 * Math.sin(i));
        }
        return rows;
    }
}
