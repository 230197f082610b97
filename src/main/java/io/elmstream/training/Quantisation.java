package io.elmstream.training;

import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.FamilyHidden;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.Samples;
import io.elmstream.elm.SparseHidden;
import java.util.Arrays;

/**
 * Rounds the weights of a model to what its file stores in 8 or 16 bits. The rounded model is scored as any other.
 *
 * <p>With 8 bits, output weights are first refitted, so that the outputs for given rows stay as they were with the
 * exact hidden layer. Then they are rounded unit by unit, and the error of each is made up for by the units that are
 * not yet rounded (Frantar, Ashkboos, Hoefler, Alistarh: "GPTQ", ICLR 2023, from Hassibi, Stork: "Optimal brain
 * surgeon", 1993). Hidden units resemble each other, so that little of the error is left in the outputs.
 */
public final class Quantisation {

    private Quantisation() {}

    /**
     * Rounds all weights to 16 bits: output weights, and the stored values of hidden layers.
     *
     * @param elm a model
     * @return the same with rounded weights
     */
    public static Elm to16Bits(Elm elm) {
        return with(elm, hidden(elm.hidden(), false), round(elm.beta()), 16);
    }

    /**
     * Rounds output weights, stored dense weights and centres to 8 bits and a scale for each column. Other stored
     * values of hidden layers are rounded to 16 bits.
     *
     * @param elm a model
     * @param samples rows of its features; what their labels are does not matter
     * @return the same with rounded weights
     */
    public static Elm to8Bits(Elm elm, Samples samples) {
        HiddenLayer hidden = hidden(elm.hidden(), true);
        HiddenMap map = new HiddenMap(elm.standardiser(), hidden);
        int classes = elm.labels().size();
        double[] weights = new double[classes];
        Arrays.fill(weights, 1);
        NormalEquations equations = new NormalEquations(map, weights);
        OutputChange change = new OutputChange(elm, map);
        samples.forEach((features, label) -> {
            equations.row(features, label);
            change.row(features);
        });
        if (change.rows() == 0) {
            throw new TrainingException("there are no rows to quantise with");
        }
        ByteRounding rounding = new ByteRounding(equations.gram());
        float[] beta = rounding.round(rounding.refit(elm.beta(), change.right()), classes);
        return with(elm, hidden, beta, 8);
    }

    private static Elm with(Elm elm, HiddenLayer hidden, float[] beta, int bits) {
        Provenance made = elm.provenance();
        return new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                hidden,
                beta,
                elm.temperature(),
                new Provenance(
                        made.dataDigest(),
                        made.rows(),
                        made.lambda(),
                        made.quality(),
                        made.productVersion(),
                        made.validation() + ", before weights were rounded to " + bits + " bits"));
    }

    private static HiddenLayer hidden(HiddenLayer hidden, boolean bytes) {
        if (hidden instanceof MixedHidden mixed) {
            return new MixedHidden(
                    mixed.parts().stream().map(part -> hidden(part, bytes)).toList());
        }
        if (hidden instanceof ExplicitHidden explicit) {
            float[] weights = explicit.weights();
            return new ExplicitHidden(
                    explicit.inputs(),
                    explicit.activation(),
                    bytes ? ByteColumns.round(weights, explicit.inputs()) : round(weights),
                    round(explicit.biases()));
        }
        if (hidden instanceof RadialHidden radial) {
            float[] centres = radial.centres();
            return new RadialHidden(
                    radial.inputs(),
                    radial.gamma(),
                    bytes ? ByteColumns.round(centres, radial.inputs()) : round(centres));
        }
        if (hidden instanceof SparseHidden sparse) {
            float[] weights = sparse.weights();
            float[] rounded = round(weights);
            for (int i = 0; i < weights.length; i++) {
                // a link of weight 0 would be none
                rounded[i] = rounded[i] == 0 ? Math.copySign(HalfFloat.MIN_VALUE, weights[i]) : rounded[i];
            }
            return new SparseHidden(
                    sparse.inputs(),
                    sparse.activation(),
                    sparse.widths(),
                    sparse.links(),
                    rounded,
                    round(sparse.biases()));
        }
        if (hidden instanceof FamilyHidden family && family.biases().isPresent()) {
            return family.withBiases(round(family.biases().get()));
        }
        return hidden;
    }

    private static float[] round(float[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = HalfFloat.round(values[i]);
        }
        return rounded;
    }
}
