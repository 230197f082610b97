package io.elmstream.model;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.WeightGenerator;
import java.util.Arrays;
import java.util.List;

/** Small model files for tests: what they predict does not matter. */
public final class TestArtefacts {

    /** The contract of {@link #bytes(String, int, long)}. */
    public static final Contract CONTRACT = new Contract(List.of("pressure", "flow"), List.of("normal", "leak"));

    private TestArtefacts() {}

    /** A model of the usual contract; another seed gives other bytes. */
    public static byte[] bytes(String id, int version, long seed) {
        return bytes(id, version, seed, CONTRACT);
    }

    /** A model without golden rows, as nobody publishes it any more. */
    public static byte[] withoutProbes(String id, int version) {
        Elm elm = elm(1, CONTRACT);
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, Probes.none(elm)));
    }

    /** A model of the given contract. */
    public static byte[] bytes(String id, int version, long seed, Contract contract) {
        Elm elm = elm(seed, contract);
        Probes probes = Probes.of(elm, new float[contract.featureNames().size()]);
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, probes));
    }

    private static Elm elm(long seed, Contract contract) {
        int inputs = contract.featureNames().size();
        int units = 3;
        float[] ones = new float[inputs];
        Arrays.fill(ones, 1);
        float[] beta = new float[units * contract.labels().size()];
        Arrays.fill(beta, 0.5f);
        return new Elm(
                contract.featureNames(),
                contract.labels(),
                new Standardiser(new float[inputs], ones, MissingValues.REFUSE),
                new SeededHidden(inputs, units, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, seed),
                beta,
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
    }
}
