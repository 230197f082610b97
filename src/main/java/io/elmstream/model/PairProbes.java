package io.elmstream.model;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the probes of a draft with its verifier: the probes of both, and rows that the verifier answers. Rows that
 * are close to a threshold or between two classes are excluded, because another machine may round them to the other
 * side.
 */
public final class PairProbes {

    /** The largest deviation of the plain form from double precision for a row to be a probe. */
    private static final double CLEAR = 1e-4;

    /** The least distance of the two largest probabilities. */
    private static final double CLASS_MARGIN = 1e-3;

    /**
     * The least distance of a confidence p from its threshold, as a multiple of p (1 - p), its slope by the outputs.
     */
    private static final double SURE_MARGIN = 0.02;

    /** Added to that distance, since floats near 1 are no closer. */
    private static final double FLOATS = 1e-6;

    private final VerifiedDraft pair;
    private final float[] thresholds;
    private final PackedClassifier packed;
    private final Workspace workspace = new Workspace();

    private PairProbes(VerifiedDraft pair) {
        this.pair = pair;
        this.thresholds = pair.thresholds();
        this.packed = PackedClassifier.pack(pair);
    }

    /**
     * Returns the probes of a pair.
     *
     * @param pair the draft with its verifier
     * @param known probes of the two models
     * @param others more rows, of which those are taken that the verifier answers
     * @return at most {@link Probes#MAX_COUNT} rows with the expected probabilities of the pair
     */
    public static Probes of(VerifiedDraft pair, List<Probes> known, Collection<float[]> others) {
        PairProbes choice = new PairProbes(pair);
        int inputs = pair.featureNames().size();
        Set<FloatBuffer> rows = new LinkedHashSet<>();
        Stream.concat(
                        known.stream().flatMap(probes -> rows(probes.rows(), inputs)),
                        others.stream().filter(row -> !choice.isSure(row)))
                .filter(choice::isClear)
                .forEach(row -> {
                    if (rows.size() < Probes.MAX_COUNT) {
                        rows.add(FloatBuffer.wrap(row));
                    }
                });
        FloatBuffer flat = FloatBuffer.allocate(rows.size() * inputs);
        rows.forEach(row -> flat.put(row.duplicate()));
        return Probes.of(pair, flat.array());
    }

    private static Stream<float[]> rows(float[] all, int inputs) {
        return Stream.iterate(0, at -> at < all.length, at -> at + inputs)
                .map(at -> Arrays.copyOfRange(all, at, at + inputs));
    }

    private boolean isSure(float[] row) {
        double[] drafted = pair.draft().probabilities(row);
        int top = Classifier.predicted(drafted);
        return drafted[top] >= thresholds[top];
    }

    private boolean isClear(float[] row) {
        double[] drafted = pair.draft().probabilities(row);
        int top = Classifier.predicted(drafted);
        double confidence = drafted[top];
        drafted[top] = 0;
        double margin = SURE_MARGIN * confidence * (1 - confidence) + FLOATS;
        return confidence - drafted[Classifier.predicted(drafted)] >= CLASS_MARGIN
                && Math.abs(confidence - thresholds[top]) >= margin
                && Probes.of(pair, row).largestDeviation(packed, new PlainForwardPass(), workspace) < CLEAR;
    }
}
