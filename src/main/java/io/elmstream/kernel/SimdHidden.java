package io.elmstream.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The hidden layer of {@link SimdForwardPass}, whose comment says why no method here takes or returns a vector.
 *
 * <p>For a tile, units that see most inputs are multiplied in blocks, and units with few links by {@link SimdLinks}.
 * For a single row, units are lanes; the inputs that links see are first copied next to each other.
 */
final class SimdHidden {

    private static final VectorSpecies<Float> LANES = SimdForwardPass.LANES;
    private static final int WIDTH = SimdForwardPass.WIDTH;
    private static final int TILE = SimdForwardPass.TILE;
    private static final int PANEL = PackedModel.PANEL;

    /** The number of units of a block. */
    private static final int UNITS = 8;

    /**
     * Machines with 512-bit vectors have 32 registers: enough for 8 units by 2 vectors; 16 registers are enough for 4
     * units.
     */
    static final boolean MANY_REGISTERS = WIDTH == 16;

    private static final int NO_SIGN = 0x7fffffff;
    private static final int ONE = Float.floatToRawIntBits(1);
    private static final int TANH_CUT = Float.floatToRawIntBits(Tanh.CUT);

    private SimdHidden() {}

    // a tile: rows are lanes

    /** Computes the activations of a chunk of a group's units. */
    static void tile(PackedHidden layer, UnitGroup group, int from, int to, float[] inputs, float[] hidden) {
        sums(layer, group, from, to, inputs, hidden);
        activate(group.bend(), hidden, 0, (to - from) * TILE);
    }

    /** Computes the weighted sums of a chunk of a group's units. */
    static void sums(PackedHidden layer, UnitGroup group, int from, int to, float[] inputs, float[] hidden) {
        if (group.width() == 0) {
            blocks(layer, group, from, to, inputs, hidden);
        } else if (group.width() <= SimdLinks.FEW) {
            SimdLinks.few(layer, group, from, to, inputs, hidden);
        } else {
            SimdLinks.many(layer, group, from, to, inputs, hidden);
        }
    }

    /** Units that see most inputs; the last block may have empty slots. */
    private static void blocks(PackedHidden layer, UnitGroup group, int from, int to, float[] inputs, float[] hidden) {
        int columns = layer.columns;
        for (int s = from, at = 0; s < to; s += UNITS, at += UNITS * TILE) {
            int w = group.weight(s, 0, columns);
            if (MANY_REGISTERS) {
                eightUnits(inputs, columns, layer.panels, w, layer.biases, s, hidden, at);
            } else {
                fourUnits(inputs, columns, layer.panels, w, layer.biases, s, hidden, at);
                fourUnits(inputs, columns, layer.panels, w + 4, layer.biases, s + 4, hidden, at + 4 * TILE);
            }
        }
    }

    /** 4 units by 2 vectors of rows: 8 accumulators, 2 inputs and a weight fit 16 registers on JDK 17 and 25. */
    private static void fourUnits(
            float[] x, int inputs, float[] w, int panel, float[] biases, int slot, float[] hidden, int at) {
        FloatVector a0 = FloatVector.broadcast(LANES, biases[slot]);
        FloatVector a1 = FloatVector.broadcast(LANES, biases[slot + 1]);
        FloatVector a2 = FloatVector.broadcast(LANES, biases[slot + 2]);
        FloatVector a3 = FloatVector.broadcast(LANES, biases[slot + 3]);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector b3 = a3;
        for (int j = 0; j < inputs; j++) {
            FloatVector xa = FloatVector.fromArray(LANES, x, j * TILE);
            FloatVector xb = FloatVector.fromArray(LANES, x, j * TILE + WIDTH);
            int k = panel + j * PANEL;
            FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
            a0 = w0.fma(xa, a0);
            b0 = w0.fma(xb, b0);
            FloatVector w1 = FloatVector.broadcast(LANES, w[k + 1]);
            a1 = w1.fma(xa, a1);
            b1 = w1.fma(xb, b1);
            FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2]);
            a2 = w2.fma(xa, a2);
            b2 = w2.fma(xb, b2);
            FloatVector w3 = FloatVector.broadcast(LANES, w[k + 3]);
            a3 = w3.fma(xa, a3);
            b3 = w3.fma(xb, b3);
        }
        a0.intoArray(hidden, at);
        b0.intoArray(hidden, at + WIDTH);
        a1.intoArray(hidden, at + 2 * WIDTH);
        b1.intoArray(hidden, at + 3 * WIDTH);
        a2.intoArray(hidden, at + 4 * WIDTH);
        b2.intoArray(hidden, at + 5 * WIDTH);
        a3.intoArray(hidden, at + 6 * WIDTH);
        b3.intoArray(hidden, at + 7 * WIDTH);
    }

    /** 8 units by 2 vectors of rows. 512-bit loads from an array straddle cache lines; this block loads less often. */
    private static void eightUnits(
            float[] x, int inputs, float[] w, int panel, float[] biases, int slot, float[] hidden, int at) {
        FloatVector a0 = FloatVector.broadcast(LANES, biases[slot]);
        FloatVector a1 = FloatVector.broadcast(LANES, biases[slot + 1]);
        FloatVector a2 = FloatVector.broadcast(LANES, biases[slot + 2]);
        FloatVector a3 = FloatVector.broadcast(LANES, biases[slot + 3]);
        FloatVector a4 = FloatVector.broadcast(LANES, biases[slot + 4]);
        FloatVector a5 = FloatVector.broadcast(LANES, biases[slot + 5]);
        FloatVector a6 = FloatVector.broadcast(LANES, biases[slot + 6]);
        FloatVector a7 = FloatVector.broadcast(LANES, biases[slot + 7]);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector b3 = a3;
        FloatVector b4 = a4;
        FloatVector b5 = a5;
        FloatVector b6 = a6;
        FloatVector b7 = a7;
        for (int j = 0; j < inputs; j++) {
            FloatVector xa = FloatVector.fromArray(LANES, x, j * TILE);
            FloatVector xb = FloatVector.fromArray(LANES, x, j * TILE + WIDTH);
            int k = panel + j * PANEL;
            FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
            a0 = w0.fma(xa, a0);
            b0 = w0.fma(xb, b0);
            FloatVector w1 = FloatVector.broadcast(LANES, w[k + 1]);
            a1 = w1.fma(xa, a1);
            b1 = w1.fma(xb, b1);
            FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2]);
            a2 = w2.fma(xa, a2);
            b2 = w2.fma(xb, b2);
            FloatVector w3 = FloatVector.broadcast(LANES, w[k + 3]);
            a3 = w3.fma(xa, a3);
            b3 = w3.fma(xb, b3);
            FloatVector w4 = FloatVector.broadcast(LANES, w[k + 4]);
            a4 = w4.fma(xa, a4);
            b4 = w4.fma(xb, b4);
            FloatVector w5 = FloatVector.broadcast(LANES, w[k + 5]);
            a5 = w5.fma(xa, a5);
            b5 = w5.fma(xb, b5);
            FloatVector w6 = FloatVector.broadcast(LANES, w[k + 6]);
            a6 = w6.fma(xa, a6);
            b6 = w6.fma(xb, b6);
            FloatVector w7 = FloatVector.broadcast(LANES, w[k + 7]);
            a7 = w7.fma(xa, a7);
            b7 = w7.fma(xb, b7);
        }
        a0.intoArray(hidden, at);
        b0.intoArray(hidden, at + WIDTH);
        a1.intoArray(hidden, at + 2 * WIDTH);
        b1.intoArray(hidden, at + 3 * WIDTH);
        a2.intoArray(hidden, at + 4 * WIDTH);
        b2.intoArray(hidden, at + 5 * WIDTH);
        a3.intoArray(hidden, at + 6 * WIDTH);
        b3.intoArray(hidden, at + 7 * WIDTH);
        a4.intoArray(hidden, at + 8 * WIDTH);
        b4.intoArray(hidden, at + 9 * WIDTH);
        a5.intoArray(hidden, at + 10 * WIDTH);
        b5.intoArray(hidden, at + 11 * WIDTH);
        a6.intoArray(hidden, at + 12 * WIDTH);
        b6.intoArray(hidden, at + 13 * WIDTH);
        a7.intoArray(hidden, at + 14 * WIDTH);
        b7.intoArray(hidden, at + 15 * WIDTH);
    }

    // a single row: units are lanes

    /** Computes the activations by slot. */
    static void row(PackedHidden layer, float[] inputs, float[] seen, float[] hidden) {
        see(inputs, layer.inputs, layer.rowLinks, seen);
        for (UnitGroup group : layer.groups) {
            int s = group.first();
            if (group.panel() >= 0) {
                for (; s + 4 * WIDTH <= group.end(); s += 4 * WIDTH) {
                    fourVectors(inputs, layer, group, s, hidden);
                }
                for (; s < group.end(); s += WIDTH) {
                    oneVector(inputs, layer, group, s, hidden);
                }
            } else {
                System.arraycopy(layer.biases, s, hidden, s, group.size());
                for (int l = 0; l < group.width(); l += SimdLinks.FEW) {
                    addLinks(layer, group, l, Math.min(l + SimdLinks.FEW, group.width()), seen, hidden);
                }
            }
            activate(group.bend(), hidden, group.first(), group.end());
        }
    }

    /** Copies the input of each link. From 0: with another start, C2 takes twice as long for each. */
    private static void see(float[] z, int[] inputs, int count, float[] seen) {
        for (int k = 0; k < count; k++) {
            seen[k] = z[inputs[k]];
        }
    }

    /** Adds the products of up to 4 links of each unit. */
    @SuppressWarnings("fallthrough")
    private static void addLinks(
            PackedHidden layer, UnitGroup group, int first, int end, float[] seen, float[] hidden) {
        float[] w = layer.weights;
        int link4 = group.link(0, end - 4);
        int link3 = group.link(0, end - 3);
        int link2 = group.link(0, end - 2);
        int link1 = group.link(0, end - 1);
        for (int s = group.first(); s < group.end(); s += WIDTH) {
            FloatVector a = FloatVector.fromArray(LANES, hidden, s);
            switch (end - first) {
                case 4:
                    a = FloatVector.fromArray(LANES, w, link4 + s)
                            .fma(FloatVector.fromArray(LANES, seen, link4 + s), a);
                // fall through
                case 3:
                    a = FloatVector.fromArray(LANES, w, link3 + s)
                            .fma(FloatVector.fromArray(LANES, seen, link3 + s), a);
                // fall through
                case 2:
                    a = FloatVector.fromArray(LANES, w, link2 + s)
                            .fma(FloatVector.fromArray(LANES, seen, link2 + s), a);
                // fall through
                default:
                    a = FloatVector.fromArray(LANES, w, link1 + s)
                            .fma(FloatVector.fromArray(LANES, seen, link1 + s), a);
            }
            a.intoArray(hidden, s);
        }
    }

    private static void fourVectors(float[] z, PackedHidden layer, UnitGroup group, int slot, float[] hidden) {
        float[] w = layer.panels;
        int k0 = group.weight(slot, 0, layer.columns);
        int k1 = group.weight(slot + WIDTH, 0, layer.columns);
        int k2 = group.weight(slot + 2 * WIDTH, 0, layer.columns);
        int k3 = group.weight(slot + 3 * WIDTH, 0, layer.columns);
        FloatVector a0 = FloatVector.fromArray(LANES, layer.biases, slot);
        FloatVector a1 = FloatVector.fromArray(LANES, layer.biases, slot + WIDTH);
        FloatVector a2 = FloatVector.fromArray(LANES, layer.biases, slot + 2 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(LANES, layer.biases, slot + 3 * WIDTH);
        int columns = layer.columns;
        for (int j = 0; j < columns; j++) {
            FloatVector x = FloatVector.broadcast(LANES, z[j]);
            a0 = FloatVector.fromArray(LANES, w, k0 + j * PANEL).fma(x, a0);
            a1 = FloatVector.fromArray(LANES, w, k1 + j * PANEL).fma(x, a1);
            a2 = FloatVector.fromArray(LANES, w, k2 + j * PANEL).fma(x, a2);
            a3 = FloatVector.fromArray(LANES, w, k3 + j * PANEL).fma(x, a3);
        }
        a0.intoArray(hidden, slot);
        a1.intoArray(hidden, slot + WIDTH);
        a2.intoArray(hidden, slot + 2 * WIDTH);
        a3.intoArray(hidden, slot + 3 * WIDTH);
    }

    private static void oneVector(float[] z, PackedHidden layer, UnitGroup group, int slot, float[] hidden) {
        FloatVector a = FloatVector.fromArray(LANES, layer.biases, slot);
        int k = group.weight(slot, 0, layer.columns);
        for (int j = 0; j < layer.columns; j++) {
            a = FloatVector.fromArray(LANES, layer.panels, k + j * PANEL).fma(FloatVector.broadcast(LANES, z[j]), a);
        }
        a.intoArray(hidden, slot);
    }

    /** Computes the activations in place. */
    private static void activate(Bend bend, float[] hidden, int from, int to) {
        switch (bend) {
            case TANH -> tanh(hidden, from, to);
            case RELU -> rectify(hidden, from, to);
            case CLIP -> clip(hidden, from, to);
            case GAUSSIAN -> exponential(hidden, from, to);
            case LINEAR -> {}
        }
    }

    private static void rectify(float[] hidden, int from, int to) {
        for (int i = from; i < to; i += WIDTH) {
            // the bits of a negative number are a negative integer: one instruction, where a maximum of floats takes
            // five
            FloatVector.fromArray(LANES, hidden, i)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .intoArray(hidden, i);
        }
    }

    private static void clip(float[] hidden, int from, int to) {
        for (int i = from; i < to; i += WIDTH) {
            IntVector bits = FloatVector.fromArray(LANES, hidden, i).reinterpretAsInts();
            bits.and(NO_SIGN)
                    .min(ONE)
                    .or(bits.and(~NO_SIGN))
                    .reinterpretAsFloats()
                    .intoArray(hidden, i);
        }
    }

    /** Computes {@link Exponential} with fused sums. */
    private static void exponential(float[] hidden, int from, int to) {
        for (int i = from; i < to; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(LANES, hidden, i).min(0).max(Exponential.LOWEST);
            FloatVector shifted = x.fma(
                    FloatVector.broadcast(LANES, Exponential.LOG2_E), FloatVector.broadcast(LANES, Exponential.SHIFT));
            FloatVector n = shifted.sub(Exponential.SHIFT);
            FloatVector r = n.fma(
                    FloatVector.broadcast(LANES, Exponential.MINUS_LN2_REST),
                    n.fma(FloatVector.broadcast(LANES, Exponential.MINUS_LN2), x));
            FloatVector p = r.fma(
                            FloatVector.broadcast(LANES, Exponential.C6), FloatVector.broadcast(LANES, Exponential.C5))
                    .fma(r, FloatVector.broadcast(LANES, Exponential.C4))
                    .fma(r, FloatVector.broadcast(LANES, Exponential.C3))
                    .fma(r, FloatVector.broadcast(LANES, 0.5f))
                    .fma(r, FloatVector.broadcast(LANES, 1))
                    .fma(r, FloatVector.broadcast(LANES, 1));
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            p.reinterpretAsInts().add(exponent).reinterpretAsFloats().intoArray(hidden, i);
        }
    }

    /** Computes {@link Tanh} with fused sums. */
    private static void tanh(float[] hidden, int from, int to) {
        for (int i = from; i < to; i += WIDTH) {
            // clipped using the bits, which takes one instruction; for a minimum of floats C2 needs five
            IntVector bits = FloatVector.fromArray(LANES, hidden, i).reinterpretAsInts();
            FloatVector a =
                    bits.and(NO_SIGN).min(TANH_CUT).or(bits.and(~NO_SIGN)).reinterpretAsFloats();
            FloatVector s = a.mul(a);
            FloatVector p = s.fma(FloatVector.broadcast(LANES, Tanh.P9), FloatVector.broadcast(LANES, Tanh.P7))
                    .fma(s, FloatVector.broadcast(LANES, Tanh.P5))
                    .fma(s, FloatVector.broadcast(LANES, Tanh.P3))
                    .fma(s, FloatVector.broadcast(LANES, Tanh.P1));
            FloatVector q = s.fma(FloatVector.broadcast(LANES, Tanh.Q8), FloatVector.broadcast(LANES, Tanh.Q6))
                    .fma(s, FloatVector.broadcast(LANES, Tanh.Q4))
                    .fma(s, FloatVector.broadcast(LANES, Tanh.Q2))
                    .fma(s, FloatVector.broadcast(LANES, 1));
            p.mul(a).div(q).intoArray(hidden, i);
        }
    }
}
