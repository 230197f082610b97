package io.elmstream.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Units with few links in a tile of {@link SimdForwardPass}, whose comment says why the code is repetitive. Each link
 * is two fused multiply-adds on inputs in the first-level cache.
 *
 * <p>Activations of an instruction or two go from the register into the outputs of all classes, if those are so few
 * that their sums fit registers too. Others are stored for {@link SimdOutputs}.
 */
final class SimdLinks {

    /** The number of links up to which the code has no loop over them. */
    static final int FEW = 4;

    private static final VectorSpecies<Float> LANES = SimdForwardPass.LANES;
    private static final int WIDTH = SimdForwardPass.WIDTH;
    private static final int TILE = SimdForwardPass.TILE;
    private static final int BLOCK = PackedModel.BLOCK;
    private static final int TURNS = SimdOutputs.TURNS;
    private static final int SUMS = SimdOutputs.SUMS;
    private static final int NO_SIGN = 0x7fffffff;
    private static final int ONE = Float.floatToRawIntBits(1);

    private SimdLinks() {}

    // sums that are stored

    /** Computes the weighted sums of a chunk of units with up to 4 links. */
    @SuppressWarnings("fallthrough")
    static void few(PackedHidden layer, UnitGroup group, int from, int to, float[] x, float[] hidden) {
        int[] inputs = layer.inputs;
        float[] w = layer.weights;
        float[] biases = layer.biases;
        int width = group.width();
        int link4 = group.link(0, width - 4);
        int link3 = group.link(0, width - 3);
        int link2 = group.link(0, width - 2);
        int link1 = group.link(0, width - 1);
        for (int s = from; s < to; s++) {
            FloatVector a = FloatVector.broadcast(LANES, biases[s]);
            FloatVector b = a;
            switch (width) {
                case 4:
                    FloatVector w4 = FloatVector.broadcast(LANES, w[link4 + s]);
                    int j4 = inputs[link4 + s] * TILE;
                    a = w4.fma(FloatVector.fromArray(LANES, x, j4), a);
                    b = w4.fma(FloatVector.fromArray(LANES, x, j4 + WIDTH), b);
                // fall through
                case 3:
                    FloatVector w3 = FloatVector.broadcast(LANES, w[link3 + s]);
                    int j3 = inputs[link3 + s] * TILE;
                    a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                    b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
                // fall through
                case 2:
                    FloatVector w2 = FloatVector.broadcast(LANES, w[link2 + s]);
                    int j2 = inputs[link2 + s] * TILE;
                    a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                    b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                // fall through
                default:
                    FloatVector w1 = FloatVector.broadcast(LANES, w[link1 + s]);
                    int j1 = inputs[link1 + s] * TILE;
                    a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                    b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
            }
            int at = (s - from) * TILE;
            a.intoArray(hidden, at);
            b.intoArray(hidden, at + WIDTH);
        }
    }

    /** Computes the weighted sums of a chunk of units with a multiple of 4 links. */
    static void many(PackedHidden layer, UnitGroup group, int from, int to, float[] x, float[] hidden) {
        int[] inputs = layer.inputs;
        float[] w = layer.weights;
        int size = group.size();
        int width = group.width();
        for (int s = from; s < to; s++) {
            FloatVector a = FloatVector.broadcast(LANES, layer.biases[s]);
            FloatVector b = a;
            int k = group.link(s, 0);
            for (int l = 0; l < width; l += 4, k += 4 * size) {
                FloatVector w0 = FloatVector.broadcast(LANES, w[k]);
                int j0 = inputs[k] * TILE;
                a = w0.fma(FloatVector.fromArray(LANES, x, j0), a);
                b = w0.fma(FloatVector.fromArray(LANES, x, j0 + WIDTH), b);
                FloatVector w1 = FloatVector.broadcast(LANES, w[k + size]);
                int j1 = inputs[k + size] * TILE;
                a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                FloatVector w2 = FloatVector.broadcast(LANES, w[k + 2 * size]);
                int j2 = inputs[k + 2 * size] * TILE;
                a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                FloatVector w3 = FloatVector.broadcast(LANES, w[k + 3 * size]);
                int j3 = inputs[k + 3 * size] * TILE;
                a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
            }
            int at = (s - from) * TILE;
            a.intoArray(hidden, at);
            b.intoArray(hidden, at + WIDTH);
        }
    }

    // activations that are not stored

    /** Returns whether {@link #addOutputs} can do the work of {@link SimdHidden#tile} and {@link SimdOutputs#add}. */
    static boolean addOutputsOf(PackedModel model, UnitGroup group) {
        boolean simple = group.bend() == Bend.RELU || group.bend() == Bend.CLIP || group.bend() == Bend.LINEAR;
        int classes = SimdHidden.MANY_REGISTERS ? 2 * BLOCK : BLOCK;
        return simple && group.width() > 0 && group.width() <= FEW && model.classes() <= classes;
    }

    /** Adds a chunk's contribution to the outputs; of the activations' buffer, only the sums are used. */
    static void addOutputs(
            PackedModel model, UnitGroup group, int from, int to, float[] x, float[] hidden, float[] outputs) {
        Arrays.fill(hidden, SUMS, SUMS + model.paddedClasses * TILE, 0);
        if (model.paddedClasses == BLOCK) {
            four(model, group, from, to, x, hidden);
        } else {
            eight(model, group, from, to, x, hidden);
        }
        SimdOutputs.addSums(model, 0, model.paddedClasses, hidden, outputs);
    }

    /** Adds what units contribute to the outputs of up to 4 classes. */
    @SuppressWarnings("fallthrough")
    private static void four(PackedModel model, UnitGroup group, int from, int to, float[] x, float[] hidden) {
        int[] inputs = model.hidden.inputs;
        float[] w = model.hidden.weights;
        float[] biases = model.hidden.biases;
        float[] beta = model.beta;
        int width = group.width();
        Bend bend = group.bend();
        int link4 = group.link(0, width - 4);
        int link3 = group.link(0, width - 3);
        int link2 = group.link(0, width - 2);
        int link1 = group.link(0, width - 1);
        for (int turn = 0; turn < TURNS; turn++) {
            FloatVector a0 = FloatVector.broadcast(LANES, 0);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            for (int s = from + turn; s < to; s += TURNS) {
                FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                FloatVector b = a;
                switch (width) {
                    case 4:
                        FloatVector w4 = FloatVector.broadcast(LANES, w[link4 + s]);
                        int j4 = inputs[link4 + s] * TILE;
                        a = w4.fma(FloatVector.fromArray(LANES, x, j4), a);
                        b = w4.fma(FloatVector.fromArray(LANES, x, j4 + WIDTH), b);
                    // fall through
                    case 3:
                        FloatVector w3 = FloatVector.broadcast(LANES, w[link3 + s]);
                        int j3 = inputs[link3 + s] * TILE;
                        a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                        b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
                    // fall through
                    case 2:
                        FloatVector w2 = FloatVector.broadcast(LANES, w[link2 + s]);
                        int j2 = inputs[link2 + s] * TILE;
                        a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                        b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                    // fall through
                    default:
                        FloatVector w1 = FloatVector.broadcast(LANES, w[link1 + s]);
                        int j1 = inputs[link1 + s] * TILE;
                        a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                        b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                }
                if (bend == Bend.RELU) {
                    a = a.reinterpretAsInts().max(0).reinterpretAsFloats();
                    b = b.reinterpretAsInts().max(0).reinterpretAsFloats();
                } else if (bend == Bend.CLIP) {
                    IntVector ia = a.reinterpretAsInts();
                    IntVector ib = b.reinterpretAsInts();
                    a = ia.and(NO_SIGN).min(ONE).or(ia.and(~NO_SIGN)).reinterpretAsFloats();
                    b = ib.and(NO_SIGN).min(ONE).or(ib.and(~NO_SIGN)).reinterpretAsFloats();
                }
                int k = s * BLOCK;
                FloatVector v0 = FloatVector.broadcast(LANES, beta[k]);
                a0 = v0.fma(a, a0);
                b0 = v0.fma(b, b0);
                FloatVector v1 = FloatVector.broadcast(LANES, beta[k + 1]);
                a1 = v1.fma(a, a1);
                b1 = v1.fma(b, b1);
                FloatVector v2 = FloatVector.broadcast(LANES, beta[k + 2]);
                a2 = v2.fma(a, a2);
                b2 = v2.fma(b, b2);
                FloatVector v3 = FloatVector.broadcast(LANES, beta[k + 3]);
                a3 = v3.fma(a, a3);
                b3 = v3.fma(b, b3);
            }
            FloatVector.fromArray(LANES, hidden, SUMS).add(a0).intoArray(hidden, SUMS);
            FloatVector.fromArray(LANES, hidden, SUMS + WIDTH).add(b0).intoArray(hidden, SUMS + WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 2 * WIDTH).add(a1).intoArray(hidden, SUMS + 2 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 3 * WIDTH).add(b1).intoArray(hidden, SUMS + 3 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 4 * WIDTH).add(a2).intoArray(hidden, SUMS + 4 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 5 * WIDTH).add(b2).intoArray(hidden, SUMS + 5 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 6 * WIDTH).add(a3).intoArray(hidden, SUMS + 6 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 7 * WIDTH).add(b3).intoArray(hidden, SUMS + 7 * WIDTH);
        }
    }

    /** Adds what units contribute to the outputs of up to 8 classes. */
    @SuppressWarnings("fallthrough")
    private static void eight(PackedModel model, UnitGroup group, int from, int to, float[] x, float[] hidden) {
        int[] inputs = model.hidden.inputs;
        float[] w = model.hidden.weights;
        float[] biases = model.hidden.biases;
        float[] beta = model.beta;
        int width = group.width();
        Bend bend = group.bend();
        int link4 = group.link(0, width - 4);
        int link3 = group.link(0, width - 3);
        int link2 = group.link(0, width - 2);
        int link1 = group.link(0, width - 1);
        int beta4 = model.betaAt(0, 4);
        for (int turn = 0; turn < TURNS; turn++) {
            FloatVector a0 = FloatVector.broadcast(LANES, 0);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector a4 = a0;
            FloatVector a5 = a0;
            FloatVector a6 = a0;
            FloatVector a7 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            FloatVector b4 = a0;
            FloatVector b5 = a0;
            FloatVector b6 = a0;
            FloatVector b7 = a0;
            for (int s = from + turn; s < to; s += TURNS) {
                FloatVector a = FloatVector.broadcast(LANES, biases[s]);
                FloatVector b = a;
                switch (width) {
                    case 4:
                        FloatVector w4 = FloatVector.broadcast(LANES, w[link4 + s]);
                        int j4 = inputs[link4 + s] * TILE;
                        a = w4.fma(FloatVector.fromArray(LANES, x, j4), a);
                        b = w4.fma(FloatVector.fromArray(LANES, x, j4 + WIDTH), b);
                    // fall through
                    case 3:
                        FloatVector w3 = FloatVector.broadcast(LANES, w[link3 + s]);
                        int j3 = inputs[link3 + s] * TILE;
                        a = w3.fma(FloatVector.fromArray(LANES, x, j3), a);
                        b = w3.fma(FloatVector.fromArray(LANES, x, j3 + WIDTH), b);
                    // fall through
                    case 2:
                        FloatVector w2 = FloatVector.broadcast(LANES, w[link2 + s]);
                        int j2 = inputs[link2 + s] * TILE;
                        a = w2.fma(FloatVector.fromArray(LANES, x, j2), a);
                        b = w2.fma(FloatVector.fromArray(LANES, x, j2 + WIDTH), b);
                    // fall through
                    default:
                        FloatVector w1 = FloatVector.broadcast(LANES, w[link1 + s]);
                        int j1 = inputs[link1 + s] * TILE;
                        a = w1.fma(FloatVector.fromArray(LANES, x, j1), a);
                        b = w1.fma(FloatVector.fromArray(LANES, x, j1 + WIDTH), b);
                }
                if (bend == Bend.RELU) {
                    a = a.reinterpretAsInts().max(0).reinterpretAsFloats();
                    b = b.reinterpretAsInts().max(0).reinterpretAsFloats();
                } else if (bend == Bend.CLIP) {
                    IntVector ia = a.reinterpretAsInts();
                    IntVector ib = b.reinterpretAsInts();
                    a = ia.and(NO_SIGN).min(ONE).or(ia.and(~NO_SIGN)).reinterpretAsFloats();
                    b = ib.and(NO_SIGN).min(ONE).or(ib.and(~NO_SIGN)).reinterpretAsFloats();
                }
                int k = s * BLOCK;
                FloatVector v0 = FloatVector.broadcast(LANES, beta[k]);
                a0 = v0.fma(a, a0);
                b0 = v0.fma(b, b0);
                FloatVector v1 = FloatVector.broadcast(LANES, beta[k + 1]);
                a1 = v1.fma(a, a1);
                b1 = v1.fma(b, b1);
                FloatVector v2 = FloatVector.broadcast(LANES, beta[k + 2]);
                a2 = v2.fma(a, a2);
                b2 = v2.fma(b, b2);
                FloatVector v3 = FloatVector.broadcast(LANES, beta[k + 3]);
                a3 = v3.fma(a, a3);
                b3 = v3.fma(b, b3);
                FloatVector v4 = FloatVector.broadcast(LANES, beta[beta4 + k]);
                a4 = v4.fma(a, a4);
                b4 = v4.fma(b, b4);
                FloatVector v5 = FloatVector.broadcast(LANES, beta[beta4 + k + 1]);
                a5 = v5.fma(a, a5);
                b5 = v5.fma(b, b5);
                FloatVector v6 = FloatVector.broadcast(LANES, beta[beta4 + k + 2]);
                a6 = v6.fma(a, a6);
                b6 = v6.fma(b, b6);
                FloatVector v7 = FloatVector.broadcast(LANES, beta[beta4 + k + 3]);
                a7 = v7.fma(a, a7);
                b7 = v7.fma(b, b7);
            }
            FloatVector.fromArray(LANES, hidden, SUMS).add(a0).intoArray(hidden, SUMS);
            FloatVector.fromArray(LANES, hidden, SUMS + WIDTH).add(b0).intoArray(hidden, SUMS + WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 2 * WIDTH).add(a1).intoArray(hidden, SUMS + 2 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 3 * WIDTH).add(b1).intoArray(hidden, SUMS + 3 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 4 * WIDTH).add(a2).intoArray(hidden, SUMS + 4 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 5 * WIDTH).add(b2).intoArray(hidden, SUMS + 5 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 6 * WIDTH).add(a3).intoArray(hidden, SUMS + 6 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 7 * WIDTH).add(b3).intoArray(hidden, SUMS + 7 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 8 * WIDTH).add(a4).intoArray(hidden, SUMS + 8 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 9 * WIDTH).add(b4).intoArray(hidden, SUMS + 9 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 10 * WIDTH).add(a5).intoArray(hidden, SUMS + 10 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 11 * WIDTH).add(b5).intoArray(hidden, SUMS + 11 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 12 * WIDTH).add(a6).intoArray(hidden, SUMS + 12 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 13 * WIDTH).add(b6).intoArray(hidden, SUMS + 13 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 14 * WIDTH).add(a7).intoArray(hidden, SUMS + 14 * WIDTH);
            FloatVector.fromArray(LANES, hidden, SUMS + 15 * WIDTH).add(b7).intoArray(hidden, SUMS + 15 * WIDTH);
        }
    }
}
