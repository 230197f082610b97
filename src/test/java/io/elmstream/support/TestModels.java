package io.elmstream.support;

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

/**
 * Tiny models whose predictions are plain to see. A row has two features, {@code left} and {@code right}, and the label
 * is the name of the greater one; the difference decides how sure the model is.
 */
public final class TestModels {

    public static final List<String> FEATURES = List.of("left", "right");
    public static final List<String> LABELS = List.of("left", "right");

    private static final float[] EYE = {1, 0, 0, 1};
    private static final float[] PROBES = {0, 0, 1, 3, 5, 2};

    private TestModels() {}

    /** The bytes of a model as told above, which takes no missing values. */
    public static byte[] greater(String id, int version) {
        return bytes(id, version, elm(MissingValues.REFUSE, EYE));
    }

    /** The same, but a missing value counts as 0. */
    public static byte[] acceptingMissing(String id, int version) {
        return bytes(id, version, elm(MissingValues.MEAN, EYE));
    }

    /** A model that names the smaller one. */
    public static byte[] smaller(String id, int version) {
        return bytes(id, version, elm(MissingValues.REFUSE, new float[] {-1, 0, 0, -1}));
    }

    /** Sound bytes of a model that does not give what its probes say. */
    public static byte[] betrayedByItsProbes(String id, int version) {
        Elm elm = elm(MissingValues.REFUSE, EYE);
        Probes probes = new Probes(2, 2, new float[] {3, 1}, new float[] {0.1f, 0.9f});
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, probes));
    }

    /** Bytes of which one was changed on the way. */
    public static byte[] damaged(String id, int version) {
        byte[] bytes = greater(id, version);
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    private static byte[] bytes(String id, int version, Elm elm) {
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, Probes.of(elm, PROBES)));
    }

    private static Elm elm(MissingValues missing, float[] beta) {
        return new Elm(
                FEATURES,
                LABELS,
                new Standardiser(new float[] {0, 0}, new float[] {1, 1}, missing),
                new ExplicitHidden(2, Activation.RELU, EYE, new float[] {0, 0}),
                beta,
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
    }
}
