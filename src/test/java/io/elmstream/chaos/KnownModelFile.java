package io.elmstream.chaos;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.List;

/** A known model as a file that can be published. */
final class KnownModelFile {

    private static final List<Activation> ACTIVATIONS = List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU);
    private static final float[] PROBES = {0, 0, 0, 0, 1, -2, 3, -1, -3, 3, -3, 3};

    private KnownModelFile() {}

    static byte[] of(String id, KnownModel model) {
        Elm elm = new Elm(
                KnownModel.FEATURE_NAMES,
                KnownModel.LABELS,
                new Standardiser(model.means(), model.scales(), MissingValues.REFUSE),
                new ExplicitHidden(
                        Workload.FEATURES, ACTIVATIONS.get(model.activation()), flat(model.weights()), model.biases()),
                flat(model.beta()),
                model.temperature(),
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "chaos"));
        return ArtefactFormat.write(new Artefact(new ModelId(id), model.version(), elm, Probes.of(elm, PROBES)));
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }
}
