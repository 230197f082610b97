package io.elmstream.training;

import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.FamilyHidden;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.SplitMix;
import io.elmstream.elm.WeightGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the hidden layer of a plan. Figures taken from training rows are rounded to 16 bits here, before the output
 * weights are trained on them, so that the model file stores them in half the space without loss.
 */
final class LayerDraw {

    private final StandardisedRows rows;
    private final int inputs;
    private final long seed;

    /**
     * @param rows the training rows that units are drawn from; read only where the plan needs them
     * @param seed any number; each part of the plan has its own, counted from this one
     */
    LayerDraw(StandardisedRows rows, long seed) {
        this.rows = rows;
        this.inputs = rows.inputs();
        this.seed = seed;
    }

    HiddenLayer draw(LayerPlan plan) {
        List<HiddenLayer> layers = new ArrayList<>();
        for (UnitPlan part : plan.parts()) {
            layers.add(draw(part, seed + layers.size()));
        }
        if (plan.direct()) {
            layers.add(new DirectHidden(inputs));
        }
        return layers.size() == 1 ? layers.get(0) : new MixedHidden(layers);
    }

    private HiddenLayer draw(UnitPlan part, long seed) {
        if (part instanceof UnitPlan.Mixed mixed) {
            return new SeededHidden(inputs, mixed.units(), mixed.activation(), WeightGenerator.SPLITMIX_MIXED_1, seed);
        } else if (part instanceof UnitPlan.Family family) {
            FamilyHidden hidden = new FamilyHidden(inputs, family.units(), family.activation(), family.family(), seed);
            return family.anchored() ? hidden.withBiases(anchors(hidden.expand(), random(seed))) : hidden;
        } else if (part instanceof UnitPlan.Contrast contrast) {
            return new ContrastDraw(rows, contrast, random(seed)).draw();
        } else if (part instanceof UnitPlan.Radial radial) {
            return new RadialHidden(inputs, radial.gamma(), centres(radial.units(), random(seed)));
        }
        throw new IllegalStateException("no such units: " + part);
    }

    /** Returns {@code b = -w z} for each unit, with z a random row. */
    private float[] anchors(HiddenUnits units, SplitMix random) {
        float[] biases = new float[units.count()];
        for (int u = 0; u < biases.length; u++) {
            float[] z = rows.row(random.below(rows.size()));
            double sum = 0;
            for (int i = units.first(u); i < units.first(u + 1); i++) {
                sum -= (double) units.weight(i) * z[units.input(i)];
            }
            biases[u] = HalfFloat.round((float) sum);
        }
        return biases;
    }

    /** Returns different rows as long as there are any, since the same centre twice is one unit. */
    private float[] centres(int units, SplitMix random) {
        float[] centres = new float[Math.multiplyExact(units, inputs)];
        int[] order = new int[rows.size()];
        Arrays.setAll(order, i -> i);
        for (int u = 0; u < units; u++) {
            int next = u % order.length;
            int drawn = next + random.below(order.length - next);
            int row = order[drawn];
            order[drawn] = order[next];
            order[next] = row;
            float[] z = rows.row(row);
            for (int j = 0; j < inputs; j++) {
                centres[u * inputs + j] = HalfFloat.round(z[j]);
            }
        }
        return centres;
    }

    /** Returns the numbers that choose rows, other than those that the weights are drawn by. */
    private static SplitMix random(long seed) {
        return new SplitMix(~seed);
    }
}
