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

    /** A model of the given contract. */
    public static byte[] bytes(String id, int version, long seed, Contract contract) {
        int inputs = contract.featureNames().size();
        int units = 3;
        float[] ones = new float[inputs];
        Arrays.fill(ones, 1);
        float[] beta = new float[units * contract.labels().size()];
        Arrays.fill(beta, 0.5f);
        Elm elm = new Elm(
                contract.featureNames(),
                contract.labels(),
                new Standardiser(new float[inputs], ones, MissingValues.REFUSE),
                new SeededHidden(inputs, units, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, seed),
                beta,
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, Probes.none(elm)));
    }
}
