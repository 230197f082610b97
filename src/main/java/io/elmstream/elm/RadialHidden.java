package io.elmstream.elm;

import java.util.Arrays;
import java.util.Set;

/**
 * A hidden layer of radial units, {@code h = exp(-gamma |z - c|^2 / inputs)}, each of which answers to rows near its
 * centre c (Huang, Siew: "Extreme learning machine: RBF network case", ICARCV 2004). The square is written out, so that
 * a unit is a weighted sum as any other, over the features and their mean square m: {@code exp(2 gamma / inputs c z -
 * gamma m - gamma |c|^2 / inputs)}.
 */
public final class RadialHidden implements HiddenLayer {

    /** The largest gamma. */
    public static final float LARGEST_GAMMA = 100;

    /** The largest absolute value of a centre's coordinate. */
    public static final float LARGEST_CENTRE = 100;

    private final int inputs;
    private final float gamma;
    private final float[] centres;

    /**
     * Creates a layer from its centres.
     *
     * @param inputs the number of inputs, 1 or more
     * @param gamma the narrowness of all units, above 0 and up to {@link #LARGEST_GAMMA}
     * @param centres standardised rows, row-major units x inputs, none beyond {@link #LARGEST_CENTRE}
     * @throws IllegalArgumentException if the shapes do not agree or a figure is out of its range
     */
    public RadialHidden(int inputs, float gamma, float[] centres) {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        Shapes.require(
                gamma > 0 && gamma <= LARGEST_GAMMA,
                "gamma is " + gamma + ", must be above 0 and up to " + LARGEST_GAMMA);
        Shapes.require(
                centres.length > 0 && centres.length % inputs == 0,
                "centres has length " + centres.length + ", must be a multiple of " + inputs);
        Shapes.requireWithin("centres", centres, LARGEST_CENTRE);
        this.inputs = inputs;
        this.gamma = gamma;
        this.centres = centres.clone();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int units() {
        return centres.length / inputs;
    }

    /** {@return the narrowness of all units} */
    public float gamma() {
        return gamma;
    }

    /** {@return a copy of the centres, row-major units x inputs} */
    public float[] centres() {
        return centres.clone();
    }

    @Override
    public Set<Activation> activations() {
        return Set.of(Activation.GAUSSIAN);
    }

    @Override
    public HiddenUnits expand() {
        HiddenUnits.Builder builder = new HiddenUnits.Builder(inputs, units(), centres.length + units());
        for (int u = 0; u < units(); u++) {
            double square = 0;
            for (int j = 0; j < inputs; j++) {
                double c = centres[u * inputs + j];
                square += c * c;
            }
            builder.unit(Activation.GAUSSIAN, (float) (-gamma * square / inputs));
            for (int j = 0; j < inputs; j++) {
                builder.link(j, (float) (2.0 * gamma * centres[u * inputs + j] / inputs));
            }
            builder.link(inputs, -gamma);
        }
        return builder.build();
    }

    @Override
    public String description() {
        return "radial, gamma " + gamma + ", centres at training rows";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RadialHidden that
                && inputs == that.inputs
                && gamma == that.gamma
                && Arrays.equals(centres, that.centres);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(centres) + Float.hashCode(gamma);
    }
}
