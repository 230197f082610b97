package io.elmstream.elm;

import java.util.List;
import java.util.SplittableRandom;

/** Hidden layers of every kind for tests: what they predict does not matter. */
public final class Layers {

    private Layers() {}

    /** Units of a family with several widths and gains, their biases drawn. */
    public static FamilyHidden family(int inputs, int units, Activation activation) {
        return new FamilyHidden(
                inputs, units, activation, new UnitFamily(List.of(1, 2, 3, 8), List.of(1f, 2f, 4.5f)), 42);
    }

    /** The same with given biases, rounded to 16 bits. */
    public static FamilyHidden anchored(int inputs, int units, Activation activation) {
        float[] biases = values(units, 3, 7);
        for (int u = 0; u < units; u++) {
            biases[u] = HalfFloat.round(biases[u]);
        }
        return family(inputs, units, activation).withBiases(biases);
    }

    /** Units that see 0, 1, 2, ... inputs in turn. */
    public static SparseHidden sparse(int inputs, int units, Activation activation) {
        int[] widths = new int[units];
        int links = 0;
        for (int u = 0; u < units; u++) {
            widths[u] = u % (Math.min(inputs, 6) + 1);
            links += widths[u];
        }
        int[] seen = new int[links];
        int at = 0;
        for (int u = 0; u < units; u++) {
            int first = inputs - widths[u] == 0 ? 0 : u % (inputs - widths[u]);
            for (int k = 0; k < widths[u]; k++) {
                seen[at++] = first + k;
            }
        }
        return new SparseHidden(inputs, activation, widths, seen, values(links, 2, 8), values(units, 1, 9));
    }

    /** Radial units with centres among standardised rows. */
    public static RadialHidden radial(int inputs, int units) {
        return new RadialHidden(inputs, 0.75f, values(inputs * units, 1.5f, 10));
    }

    /** One layer of each kind, side by side. */
    public static MixedHidden mixed(int inputs) {
        return new MixedHidden(List.of(
                new SeededHidden(inputs, 21, Activation.SIGMOID, WeightGenerator.SPLITMIX_MIXED_1, 1),
                anchored(inputs, 70, Activation.TANH),
                family(inputs, 19, Activation.CLIP),
                sparse(inputs, 33, Activation.RELU),
                radial(inputs, 9),
                new ExplicitHidden(inputs, Activation.TANH, values(inputs * 3, 1, 11), values(3, 1, 12)),
                new DirectHidden(inputs)));
    }

    /** A model with that layer; its output weights are random. */
    public static Elm elm(HiddenLayer hidden, int classes) {
        int inputs = hidden.inputs();
        float[] scales = values(inputs, 0.5f, 13);
        for (int j = 0; j < inputs; j++) {
            scales[j] += 1.5f;
        }
        return new Elm(
                new Blobs(inputs, classes, 0, 0).featureNames(),
                new Blobs(inputs, classes, 0, 0).labels(),
                new Standardiser(values(inputs, 1, 14), scales, MissingValues.MEAN),
                hidden,
                values(hidden.units() * classes, 0.5f, 15),
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
    }

    /** Numbers from -most to most. */
    public static float[] values(int count, float most, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-most, most);
        }
        return values;
    }
}
