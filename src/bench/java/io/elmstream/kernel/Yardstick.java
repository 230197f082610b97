package io.elmstream.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Parts of {@link SimdForwardPass}, to measure them alone; they compute nothing of use. Touch it only where that pass
 * is in use, since it cannot be loaded without the vector module.
 */
public final class Yardstick {

    private Yardstick() {}

    /**
     * The hidden layer's products for as many rows as the pass takes at a time, whatever their values.
     *
     * @return the number of rows
     */
    public static int multiply(PackedModel model, Workspace workspace) {
        float[] inputs = workspace.inputs(model.columns() * SimdForwardPass.TILE);
        float[] hidden = workspace.hidden((PackedModel.CHUNK + 1) * SimdForwardPass.TILE);
        for (int u = 0; u < model.units(); u += PackedModel.CHUNK) {
            SimdHidden.products(model.hidden, u, Math.min(u + PackedModel.CHUNK, model.units()), inputs, hidden);
        }
        return SimdForwardPass.TILE;
    }

    /**
     * Multiplies and adds in registers, as fast as the processor can.
     *
     * @param sums at least 16 long, takes the sums, so that they must be worked out
     * @return the number of floating-point operations
     */
    public static long fuse(int rounds, float[] sums) {
        FloatVector x = FloatVector.broadcast(SimdForwardPass.LANES, 0.999f);
        FloatVector y = FloatVector.broadcast(SimdForwardPass.LANES, sums[0]);
        FloatVector a0 = y;
        FloatVector a1 = y;
        FloatVector a2 = y;
        FloatVector a3 = y;
        FloatVector a4 = y;
        FloatVector a5 = y;
        FloatVector a6 = y;
        FloatVector a7 = y;
        FloatVector a8 = y;
        FloatVector a9 = y;
        FloatVector a10 = y;
        FloatVector a11 = y;
        for (int i = 0; i < rounds; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
            a8 = a8.fma(x, y);
            a9 = a9.fma(x, y);
            a10 = a10.fma(x, y);
            a11 = a11.fma(x, y);
        }
        FloatVector sum = a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .add(a10)
                .add(a11);
        sum.intoArray(sums, 0);
        return 2L * 12 * SimdForwardPass.WIDTH * rounds;
    }
}
