package io.elmstream.model;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Training rows of which a few are kept during the first pass, to probe the trained model with: the first row of each
 * class, then the first of all others. So the probes need no pass of their own.
 */
public final class ProbeRows implements Samples {

    /** The largest number of training rows that become probes. */
    static final int MAX_ROWS = 16;

    /** The largest number of probes: training rows, and rows at the limits of the inputs. */
    public static final int MOST = MAX_ROWS + LimitRows.MOST;

    /** The largest deviation of the plain form from double precision at a limit for the row to be a probe. */
    private static final double CLEAR = 1e-5;

    private final Samples samples;
    private final List<float[]> ofClass = new ArrayList<>();
    private final List<float[]> others = new ArrayList<>();
    private final boolean[] seen;
    private boolean complete;

    /**
     * Wraps rows that are still to be read.
     *
     * @param samples the rows to train on
     */
    public ProbeRows(Samples samples) {
        this.samples = samples;
        this.seen = new boolean[samples.labels().size()];
    }

    @Override
    public List<String> featureNames() {
        return samples.featureNames();
    }

    @Override
    public List<String> labels() {
        return samples.labels();
    }

    @Override
    public void forEach(Visitor visitor) {
        if (complete) {
            samples.forEach(visitor);
            return;
        }
        samples.forEach(((Visitor) this::keep).andThen(visitor));
        complete = true;
    }

    /**
     * Returns the probes of the model that was trained on these rows: the kept rows, then rows at the limits of the
     * model's inputs.
     *
     * @param elm the model
     * @return the rows with the expected probabilities of the model
     */
    public Probes of(Elm elm) {
        List<float[]> rows = Stream.concat(
                        Stream.concat(ofClass.stream(), others.stream()).limit(MAX_ROWS), limits(elm))
                .toList();
        int inputs = featureNames().size();
        float[] flat = new float[rows.size() * inputs];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * inputs, inputs);
        }
        return Probes.of(elm, flat);
    }

    private void keep(float[] features, int label) {
        if (!seen[label]) {
            seen[label] = true;
            ofClass.add(features.clone());
        } else if (others.size() < MAX_ROWS) {
            others.add(features.clone());
        }
    }

    /**
     * Excludes rows for which two classes are as close as floats can distinguish: other machines round them
     * differently.
     */
    private static Stream<float[]> limits(Elm elm) {
        PackedClassifier packed = PackedClassifier.pack(elm);
        ForwardPass plain = new PlainForwardPass();
        return LimitRows.of(elm.standardiser()).stream()
                .filter(row -> Probes.of(elm, row).largestDeviation(packed, plain, new Workspace()) < CLEAR);
    }
}
