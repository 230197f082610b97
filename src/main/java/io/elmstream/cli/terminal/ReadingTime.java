package io.elmstream.cli.terminal;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Standardiser;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;

/**
 * Measures what a reading costs on this machine: the forward pass in batches of {@value #BATCH}, one thread, the
 * fastest of several rounds. Use one object for several models, because the first has to wait for the compiler.
 */
public final class ReadingTime {

    private static final int BATCH = 256;
    private static final long ROUND_NANOS = 1_000_000;
    private static final int FIRST_ROUNDS = 300;
    private static final int ROUNDS = 20;

    private final ForwardPass pass = ForwardPass.fastest();
    private final Workspace workspace = new Workspace();
    private boolean warm;

    /** {@return nanoseconds of a reading} */
    public double nanos(Elm elm) {
        PackedModel model = PackedModel.pack(elm);
        float[] rows = rows(elm.standardiser());
        float[] probabilities = new float[BATCH * model.classes()];
        Runnable batch = () -> pass.score(model, rows, BATCH, workspace, probabilities);
        best(warm ? ROUNDS : FIRST_ROUNDS, batch);
        warm = true;
        return best(ROUNDS, batch) / BATCH;
    }

    private static double best(int rounds, Runnable batch) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            long time;
            int batches = 0;
            do {
                batch.run();
                batches++;
                time = System.nanoTime() - start;
            } while (time < ROUND_NANOS);
            best = Math.min(best, (double) time / batches);
        }
        return best;
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
