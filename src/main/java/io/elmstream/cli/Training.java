package io.elmstream.cli;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.Arrays;

/** Makes an artefact of what was trained: the model and its golden probes. */
final class Training {

    private static final int PROBES = 8;

    private Training() {}

    /** @param rows the training rows; the probes are spread over their beginning */
    static Artefact artefact(ModelId id, int version, Elm elm, Samples rows) {
        int inputs = elm.featureNames().size();
        float[] probes = new float[PROBES * inputs];
        int[] taken = {0};
        rows.forEach((row, label) -> {
            if (taken[0] < PROBES) {
                System.arraycopy(row, 0, probes, taken[0]++ * inputs, inputs);
            }
        });
        return new Artefact(id, version, elm, Probes.of(elm, Arrays.copyOf(probes, taken[0] * inputs)));
    }
}
