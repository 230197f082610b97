package io.elmstream.cli;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes an artefact of what was trained: the model and its golden probes. */
final class Training {

    private static final int PROBES = 16;

    private Training() {}

    /** @param rows the training rows; the probes are the first row of each class, then the first of all */
    static Artefact artefact(ModelId id, int version, Elm elm, Samples rows) {
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
        List<float[]> probes = Stream.concat(ofClass.stream(), others.stream()).limit(PROBES).toList();
        int inputs = elm.featureNames().size();
        float[] flat = new float[probes.size() * inputs];
        for (int i = 0; i < probes.size(); i++) {
            System.arraycopy(probes.get(i), 0, flat, i * inputs, inputs);
        }
        return new Artefact(id, version, elm, Probes.of(elm, flat));
    }
}
