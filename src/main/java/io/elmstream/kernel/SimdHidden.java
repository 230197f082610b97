package io.elmstream.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The hidden layer of {@link SimdForwardPass}, whose comment says why no method here takes or returns a vector.
 *
 * <p>For a tile, units that see most inputs are multiplied in blocks, and units with few links one by one: each link is
 * two fused multiply-adds on inputs in the first-level cache. For a single row, units are lanes, and the inputs of
 * units with few links are gathered.
 */
final class SimdHidden {

    private static final VectorSpecies<Float> LANES = SimdForwardPass.LANES;
    private static final int WIDTH = SimdForwardPass.WIDTH;
    private static final int TILE = SimdForwardPass.TILE;
    private static final int CHUNK = PackedModel.CHUNK;
    private static final int PANEL = PackedModel.PANEL;

    /** The number of units of a block. */
    private static final int UNITS = 8;

    /**
     * Machines with 512-bit vectors have 32 registers: enough for 8 units by 2 vectors; 16 registers are enough for 4
     * units.
     */
    private static final boolean MANY_REGISTERS = WIDTH == 16;

    /** Vectors of 128 bits have no gather instruction, and C2 would allocate objects. */
    private static final boolean GATHERS = WIDTH >= 8;

    private static final int NO_SIGN = 0x7fffffff;
    private static final int ONE = Float.floatToRawIntBits(1);
    private static final int TANH_CUT = Float.floatToRawIntBits(Tanh.CUT);

    private SimdHidden() {}

    // a tile: rows are lanes

    /** Computes the activations of a chunk of units. */
    static void tile(PackedHidden layer, int from, int to, float[] inputs, float[] hidden) {
        products(layer, from, to, inputs, hidden);
        for (int u = from; u < to; ) {
            int run = u;
            while (u < to && layer.bends[u] == layer.bends[run]) {
                u++;
            }
            activate(layer.bends[run], hidden, (run - from) * TILE, (u - from) * TILE);
        }
    }

    /** Computes the weighted sums of a chunk of units. */
    static void products(PackedHidden layer, int from, int to, float[] inputs, float[] hidden) {
        for (int g = 0; g < layer.groups.length; g++) {
            UnitGroup group = layer.groups[g];
            int first = layer.starts[g][from / CHUNK];
            int last = layer.starts[g][from / CHUNK + 1];
            if (group.width() > 0) {
                fewLinks(layer, group, first, last, from, inputs, hidden);
            } else {
                blocks(layer, group, first, last, from, inputs, hidden);
            }
        }
    }

    /** Units that see most inputs; the first and the last block may have units of other chunks too. */
    private static void blocks(
            PackedHidden layer, UnitGroup group, int first, int last, int from, float[] inputs, float[] hidden) {
        int columns = layer.columns;
        for (int s = first / UNITS * UNITS; s < last; s += UNITS) {
            int w = group.weight(s, 0, columns);
            if (MANY_REGISTERS) {
                eightUnits(inputs, columns, layer.panels, w, layer.biases, s, layer.units, from, hidden);
            } else {
                fourUnits(inputs, columns, layer.panels, w, layer.biases, s, layer.units, from, hidden);
                fourUnits(inputs, columns, layer.panels, w + 4, layer.biases, s + 4, layer.units, from, hidden);
            }
        }
    }

    /** Returns where the sums of a unit go: past the chunk if it belongs to another one or a slot is empty. */
    private static int place(int unit, int from) {
        int place = unit - from;
        return (place >= 0 && place < CHUNK ? place : CHUNK) * TILE;
    }

    /** 4 units by 2 vectors of rows: 8 accumulators, 2 inputs and a weight fit 16 registers on JDK 17 and 25. */
    private static void fourUnits(
            float[] x,
            int inputs,
            float[] w,
            int panel,
            float[] biases,
            int slot,
            int[] units,
            int from,
            float[] hidden) {
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
        int at0 = place(units[slot], from);
        int at1 = place(units[slot + 1], from);
        int at2 = place(units[slot + 2], from);
        int at3 = place(units[slot + 3], from);
        a0.intoArray(hidden, at0);
        b0.intoArray(hidden, at0 + WIDTH);
        a1.intoArray(hidden, at1);
        b1.intoArray(hidden, at1 + WIDTH);
        a2.intoArray(hidden, at2);
        b2.intoArray(hidden, at2 + WIDTH);
        a3.intoArray(hidden, at3);
        b3.intoArray(hidden, at3 + WIDTH);
    }

    /** 8 units by 2 vectors of rows. 512-bit loads from an array straddle cache lines; this block loads less often. */
    private static void eightUnits(
            float[] x,
            int inputs,
            float[] w,
            int panel,
            float[] biases,
            int slot,
            int[] units,
            int from,
            float[] hidden) {
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
        int at0 = place(units[slot], from);
        int at1 = place(units[slot + 1], from);
        int at2 = place(units[slot + 2], from);
        int at3 = place(units[slot + 3], from);
        int at4 = place(units[slot + 4], from);
        int at5 = place(units[slot + 5], from);
        int at6 = place(units[slot + 6], from);
        int at7 = place(units[slot + 7], from);
        a0.intoArray(hidden, at0);
        b0.intoArray(hidden, at0 + WIDTH);
        a1.intoArray(hidden, at1);
        b1.intoArray(hidden, at1 + WIDTH);
        a2.intoArray(hidden, at2);
        b2.intoArray(hidden, at2 + WIDTH);
        a3.intoArray(hidden, at3);
        b3.intoArray(hidden, at3 + WIDTH);
        a4.intoArray(hidden, at4);
        b4.intoArray(hidden, at4 + WIDTH);
        a5.intoArray(hidden, at5);
        b5.intoArray(hidden, at5 + WIDTH);
        a6.intoArray(hidden, at6);
        b6.intoArray(hidden, at6 + WIDTH);
        a7.intoArray(hidden, at7);
        b7.intoArray(hidden, at7 + WIDTH);
    }

    /**
     * Units with few links, one by one. The widths up to 4 have loops of their own, whose indexes C2 checks once;
     * larger ones are multiples of 4.
     */
    private static void fewLinks(
            PackedHidden layer, UnitGroup group, int first, int last, int from, float[] x, float[] hidden) {
        int[] inputs = layer.inputs;
        float[] w = layer.weights;
        float[] biases = layer.biases;
        int[] units = layer.units;
        int width = group.width();
        for (int s = first; s < last; ) {
            int end = Math.min(last, (s / PANEL + 1) * PANEL);
            int at0 = group.link(s) - s;
            switch (width) {
                case 1 -> {
                    for (; s < end; s++) {
                        int k = at0 + s;
                        FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                        FloatVector b = a;
                        FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                        int j0 = inputs[k] * TILE;
                        a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                        b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                        int at = (units[s] - from) * TILE;
                        a.intoArray(hidden, at);
                        b.intoArray(hidden, at + WIDTH);
                    }
                }
                case 2 -> {
                    for (; s < end; s++) {
                        int k = at0 + s;
                        FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                        FloatVector b = a;
                        FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                        int j0 = inputs[k] * TILE;
                        a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                        b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                        FloatVector w1 = FloatVector.broadcast(LANES, w[k + PANEL]);
                        int j1 = inputs[k + PANEL] * TILE;
                        a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                        b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                        int at = (units[s] - from) * TILE;
                        a.intoArray(hidden, at);
                        b.intoArray(hidden, at + WIDTH);
                    }
                }
                case 3 -> {
                    for (; s < end; s++) {
                        int k = at0 + s;
                        FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                        FloatVector b = a;
                        FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                        int j0 = inputs[k] * TILE;
                        a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                        b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                        FloatVector w1 = FloatVector.broadcast(LANES, w[k + PANEL]);
                        int j1 = inputs[k + PANEL] * TILE;
                        a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                        b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                        FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2 * PANEL]);
                        int j2 = inputs[k + 2 * PANEL] * TILE;
                        a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                        b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                        int at = (units[s] - from) * TILE;
                        a.intoArray(hidden, at);
                        b.intoArray(hidden, at + WIDTH);
                    }
                }
                case 4 -> {
                    for (; s < end; s++) {
                        int k = at0 + s;
                        FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                        FloatVector b = a;
                        FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                        int j0 = inputs[k] * TILE;
                        a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                        b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                        FloatVector w1 = FloatVector.broadcast(LANES, w[k + PANEL]);
                        int j1 = inputs[k + PANEL] * TILE;
                        a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                        b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                        FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2 * PANEL]);
                        int j2 = inputs[k + 2 * PANEL] * TILE;
                        a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                        b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                        FloatVector w3 = FloatVector.broadcast(LANES, w[k + 3 * PANEL]);
                        int j3 = inputs[k + 3 * PANEL] * TILE;
                        a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                        b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
                        int at = (units[s] - from) * TILE;
                        a.intoArray(hidden, at);
                        b.intoArray(hidden, at + WIDTH);
                    }
                }
                default -> {
                    for (; s < end; s++) {
                        FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                        FloatVector b = a;
                        int k = at0 + s;
                        for (int l = 0; l < width; l += 4, k += 4 * PANEL) {
                            FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                            int j0 = inputs[k] * TILE;
                            a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                            b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                            FloatVector w1 = FloatVector.broadcast(LANES, w[k + PANEL]);
                            int j1 = inputs[k + PANEL] * TILE;
                            a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                            b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                            FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2 * PANEL]);
                            int j2 = inputs[k + 2 * PANEL] * TILE;
                            a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                            b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                            FloatVector w3 = FloatVector.broadcast(LANES, w[k + 3 * PANEL]);
                            int j3 = inputs[k + 3 * PANEL] * TILE;
                            a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                            b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
                        }
                        int at = (units[s] - from) * TILE;
                        a.intoArray(hidden, at);
                        b.intoArray(hidden, at + WIDTH);
                    }
                }
            }
        }
    }

    // a single row: units are lanes

    /** Computes the activations by slot. */
    static void row(PackedHidden layer, float[] inputs, float[] hidden) {
        for (UnitGroup group : layer.groups) {
            int s = group.first();
            if (group.panel() >= 0) {
                for (; s + 4 * WIDTH <= group.end(); s += 4 * WIDTH) {
                    fourVectors(inputs, layer, group, s, hidden);
                }
                for (; s < group.end(); s += WIDTH) {
                    oneVector(inputs, layer, group, s, hidden);
                }
            } else if (GATHERS) {
                gather(inputs, layer, group, hidden);
            } else {
                oneByOne(inputs, layer, group, hidden);
            }
            activate(group.bend(), hidden, group.first(), group.end());
        }
    }

    /** Keeps the sums in the array: as a variable of the loop, C2 of JDK 17 sometimes made objects of them for good. */
    private static void gather(float[] z, PackedHidden layer, UnitGroup group, float[] hidden) {
        System.arraycopy(layer.biases, group.first(), hidden, group.first(), group.end() - group.first());
        for (int s = group.first(); s < group.end(); s += WIDTH) {
            int k = group.link(s);
            for (int end = k + group.width() * PANEL; k < end; k += PANEL) {
                FloatVector.fromArray(LANES, layer.weights, k)
                        .fma(
                                FloatVector.fromArray(LANES, z, 0, layer.inputs, k),
                                FloatVector.fromArray(LANES, hidden, s))
                        .intoArray(hidden, s);
            }
        }
    }

    private static void oneByOne(float[] z, PackedHidden layer, UnitGroup group, float[] hidden) {
        for (int s = group.first(); s < group.end(); s++) {
            float sum = layer.biases[s];
            int k = group.link(s);
            for (int end = k + group.width() * PANEL; k < end; k += PANEL) {
                sum = Math.fma(layer.weights[k], z[layer.inputs[k]], sum);
            }
            hidden[s] = sum;
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
