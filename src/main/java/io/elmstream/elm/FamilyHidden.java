package io.elmstream.elm;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A hidden layer whose units see few inputs each, generated from a seed by the method {@value #GENERATOR}: unit by unit
 * its inputs, drawn without repetition, and weights in turn, then its bias, uniform in [-1, 1) times its gain. The
 * random numbers are those of {@link SplitMix}. Weights and bias of a sigmoid unit are doubled, because it is a tanh of
 * half its sum.
 *
 * <p>Instead of a drawn bias a unit may have a given one: training anchors a unit at a row z by {@code b = -w z}, which
 * puts the point where it bends among the data.
 */
public final class FamilyHidden implements HiddenLayer {

    /** The name of the method; a better one gets its own name. */
    public static final String GENERATOR = "splitmix-family-1";

    private final int inputs;
    private final int units;
    private final Activation activation;
    private final UnitFamily family;
    private final long seed;
    private final Optional<float[]> anchors;

    /**
     * Creates a layer with drawn biases.
     *
     * @param inputs the number of inputs, 1 or more; a unit sees no more than these
     * @param units the number of hidden units, 1 or more
     * @param activation the activation of every unit
     * @param family the widths and gains
     * @param seed any number
     */
    public FamilyHidden(int inputs, int units, Activation activation, UnitFamily family, long seed) {
        this(inputs, units, activation, family, seed, Optional.empty());
    }

    private FamilyHidden(
            int inputs, int units, Activation activation, UnitFamily family, long seed, Optional<float[]> anchors) {
        Shapes.require(inputs > 0, "inputs is " + inputs + ", must be 1 or more");
        Shapes.require(units > 0, "units is " + units + ", must be 1 or more");
        this.inputs = inputs;
        this.units = units;
        this.activation = activation;
        this.family = family;
        this.seed = seed;
        this.anchors = anchors;
    }

    /**
     * Returns the same layer with given biases.
     *
     * @param biases one per unit, none beyond {@link #LARGEST_WEIGHT}
     * @return the layer
     */
    public FamilyHidden withBiases(float[] biases) {
        Shapes.requireLength("biases", biases.length, units);
        Shapes.requireWithin("biases", biases, LARGEST_WEIGHT);
        return new FamilyHidden(inputs, units, activation, family, seed, Optional.of(biases.clone()));
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int units() {
        return units;
    }

    /** {@return the activation of every unit} */
    public Activation activation() {
        return activation;
    }

    /** {@return the widths and gains} */
    public UnitFamily family() {
        return family;
    }

    /** {@return the seed of inputs, weights and drawn biases} */
    public long seed() {
        return seed;
    }

    /** {@return a copy of the given biases; empty if they are drawn} */
    public Optional<float[]> biases() {
        return anchors.map(float[]::clone);
    }

    @Override
    public Set<Activation> activations() {
        return Set.of(activation);
    }

    @Override
    public HiddenUnits expand() {
        SplitMix random = new SplitMix(seed);
        HiddenUnits.Builder builder = new HiddenUnits.Builder(inputs, units, 4 * units);
        InputDraw draw = new InputDraw(inputs);
        float factor = activation == Activation.SIGMOID ? 2 : 1;
        for (int u = 0; u < units; u++) {
            int width = Math.min(family.width(u), inputs);
            float gain = factor * family.gain(u);
            float scale = gain * (float) Math.sqrt(3.0 / width);
            draw.draw(width, random, scale);
            float bias = random.uniform() * gain;
            builder.unit(activation, anchors.isPresent() ? anchors.get()[u] : bias);
            for (int k = 0; k < width; k++) {
                builder.link(draw.inputs[k], draw.weights[k]);
            }
        }
        return builder.build();
    }

    @Override
    public String description() {
        return "seed " + seed + ", generator " + GENERATOR + ", widths " + family.widths() + ", gains " + family.gains()
                + (anchors.isPresent() ? ", anchored at training rows" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FamilyHidden that
                && inputs == that.inputs
                && units == that.units
                && activation == that.activation
                && family.equals(that.family)
                && seed == that.seed
                && Arrays.equals(anchors.orElse(null), that.anchors.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * units + family.hashCode()) + Long.hashCode(seed);
    }

    /** Draws distinct inputs and their weights, sorted by input. */
    private static final class InputDraw {

        private final int[] order;
        private final int[] swapped;
        private final int[] inputs;
        private final float[] weights;

        InputDraw(int count) {
            order = new int[count];
            for (int j = 0; j < count; j++) {
                order[j] = j;
            }
            int most = Math.min(count, UnitFamily.LARGEST_WIDTH);
            swapped = new int[most];
            inputs = new int[most];
            weights = new float[most];
        }

        void draw(int width, SplitMix random, float scale) {
            for (int k = 0; k < width; k++) {
                swapped[k] = k + random.below(order.length - k);
                int input = swap(k);
                insert(k, input, random.uniform() * scale);
            }
            // undone backwards, which costs less than a new order for each unit
            for (int k = width - 1; k >= 0; k--) {
                swap(k);
            }
        }

        private int swap(int k) {
            int input = order[swapped[k]];
            order[swapped[k]] = order[k];
            order[k] = input;
            return input;
        }

        private void insert(int count, int input, float weight) {
            int at = count;
            for (; at > 0 && inputs[at - 1] > input; at--) {
                inputs[at] = inputs[at - 1];
                weights[at] = weights[at - 1];
            }
            inputs[at] = input;
            weights[at] = weight;
        }
    }
}
