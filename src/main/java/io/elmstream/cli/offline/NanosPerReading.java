package io.elmstream.cli.offline;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The time that models take for a reading on this machine, in batches as an instance scores them, one thread. They are
 * measured in turns, so that other work on the machine affects all of them alike, and the best round counts.
 */
final class NanosPerReading {

    private static final int BATCH = 256;
    private static final long WARM_UP_NANOS = 600_000_000;
    private static final long MEASURED_NANOS = 1_200_000_000;

    private final List<float[]> batches;
    private final int rows;
    private final int inputs;
    private final ForwardPass pass = ForwardPass.fastest();
    private final Workspace workspace = new Workspace();
    private final boolean[] verified = new boolean[BATCH];

    /** @param rows one or more, all of the same length */
    NanosPerReading(List<float[]> rows) {
        this.rows = rows.size();
        this.inputs = rows.get(0).length;
        this.batches = IntStream.iterate(0, from -> from < this.rows, from -> from + BATCH)
                .mapToObj(from -> flat(rows.subList(from, Math.min(this.rows, from + BATCH))))
                .toList();
    }

    private float[] flat(List<float[]> part) {
        float[] flat = new float[part.size() * inputs];
        for (int i = 0; i < part.size(); i++) {
            System.arraycopy(part.get(i), 0, flat, i * inputs, inputs);
        }
        return flat;
    }

    /** Returns the nanoseconds of each model. */
    double[] of(List<PackedClassifier> models) {
        rounds(models, WARM_UP_NANOS);
        return rounds(models, MEASURED_NANOS);
    }

    private double[] rounds(List<PackedClassifier> models, long nanos) {
        double[] best = new double[models.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        long start = System.nanoTime();
        do {
            for (int m = 0; m < best.length; m++) {
                best[m] = Math.min(best[m], round(models.get(m)));
            }
        } while (System.nanoTime() - start < nanos);
        return best;
    }

    private double round(PackedClassifier model) {
        float[] probabilities = new float[BATCH * model.classes()];
        long start = System.nanoTime();
        for (float[] batch : batches) {
            model.score(pass, batch, batch.length / inputs, workspace, probabilities, verified);
        }
        return (double) (System.nanoTime() - start) / rows;
    }
}
