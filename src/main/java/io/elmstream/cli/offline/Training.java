package io.elmstream.cli.offline;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.LimitRows;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes an artefact of what was trained: the model and its golden probes. */
public final class Training {

    private static final int PROBES = 16;

    /** How far the plain form may be from double precision at a limit for the row to be a probe. */
    private static final double CLEAR = 1e-5;

    private Training() {}

    /**
     * @param rows the training rows; the probes are the first row of each class, then the first of all, then rows at
     *     the limits of what the model takes
     */
    public static Artefact artefact(ModelId id, int version, Elm elm, Samples rows) {
        int classes = elm.labels().size();
        List<float[]> ofClass = new ArrayList<>();
        List<float[]> others = new ArrayList<>();
        boolean[] seen = new boolean[classes];
        rows.forEach((row, label) -> {
            if (!seen[label]) {
                seen[label] = true;
                ofClass.add(row.clone());
            } else if (others.size() < PROBES) {
                others.add(row.clone());
            }
        });
        List<float[]> probes = Stream.concat(
                        Stream.concat(ofClass.stream(), others.stream()).limit(PROBES), limits(elm))
                .toList();
        return new Artefact(
                id, version, elm, Probes.of(elm, flat(probes, elm.featureNames().size())));
    }

    /** Not where two classes come as near to each other as floats can tell: other machines round that otherwise. */
    private static Stream<float[]> limits(Elm elm) {
        PackedModel packed = PackedModel.pack(elm);
        ForwardPass plain = new PlainForwardPass();
        return LimitRows.of(elm.standardiser()).stream()
                .filter(row -> Probes.of(elm, row).largestDeviation(packed, plain, new Workspace()) < CLEAR);
    }

    private static float[] flat(List<float[]> probes, int inputs) {
        float[] flat = new float[probes.size() * inputs];
        for (int i = 0; i < probes.size(); i++) {
            System.arraycopy(probes.get(i), 0, flat, i * inputs, inputs);
        }
        return flat;
    }
}
