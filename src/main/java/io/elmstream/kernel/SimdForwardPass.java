package io.elmstream.kernel;

import io.elmstream.elm.Standardiser;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The forward pass with the Vector API, for vectors of any width from 128 bits. This class, {@link SimdHidden},
 * {@link SimdLinks} and {@link SimdOutputs} alone use {@code jdk.incubator.vector}: {@link ForwardPass#choice} loads it
 * by name if that module is present.
 *
 * <p>Rows are lanes. A tile is two vectors of rows; its inputs are stored input by input, so that one weight, broadcast
 * to a vector, serves all rows of the tile, and no number of classes, units or inputs leaves a tail. The units of a
 * group are processed in chunks of {@value PackedModel#CHUNK}. Their activations stay in registers until the output
 * layer has used them, or in the cache.
 *
 * <p>A single row uses units as lanes instead, because its time is spent on reading the weights, then units and
 * classes. Both ways compute each sum in the same order with the same roundings, hence the same bits: of a unit over
 * its inputs, starting from the bias; of an output over every fourth unit of a chunk, then over the four sums, then
 * over the chunks, starting from the offset. The rounding error of this last sum is kept separately, because the
 * outputs of a sharp model are large and differ by little.
 *
 * <p>The code is repetitive on purpose. No method here takes or returns a vector, and no accumulator starts as
 * {@code FloatVector.zero}: where C2 stops inlining (NodeCountInliningCutoff) or encounters that constant, it allocates
 * the vectors of the loop as objects, and the pass takes ten times as long. The parts of the softmax are not separate
 * methods for the same reason: small methods are inlined into that of the tile, which then exceeds the cutoff. All
 * vectors are of one species: C2 knows the class of a sum after a loop only from a profile, and with two classes there
 * it allocates objects too.
 */
final class SimdForwardPass implements ForwardPass {

    static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED.length() > PackedModel.PANEL
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;
    static final int WIDTH = LANES.length();
    /** The number of rows processed at a time. */
    static final int TILE = 2 * WIDTH;

    /** Up to this number, rows are faster one by one than as a tile with empty lanes. */
    private static final int FEW = WIDTH / 2;

    private static final int CHUNK = PackedModel.CHUNK;
    private static final int NO_SIGN = 0x7fffffff;
    private static final int LIMIT = Float.floatToRawIntBits(Standardiser.LIMIT);

    SimdForwardPass() {
        boolean fused = !System.getProperty("os.arch").equals("amd64") || WIDTH >= 8;
        if (WIDTH < 4 || !fused) {
            throw new UnsupportedOperationException(
                    "the processor has vectors of " + LANES.vectorBitSize() + " bits, too short to be of use");
        }
    }

    @Override
    public void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities) {
        float[] inputs = workspace.inputs(Math.max(model.columns() * TILE, model.means.length));
        float[] hidden = workspace.hidden(Math.max(SimdOutputs.LENGTH, model.slots));
        float[] seen = workspace.seen(model.hidden.rowLinks);
        float[] outputs = workspace.outputs(2 * model.paddedClasses * TILE);
        int r = 0;
        while (r < count) {
            int taken = Math.min(count - r, TILE);
            if (taken <= FEW) {
                taken = 1;
                scoreRow(model, rows, r, inputs, seen, hidden, outputs, probabilities);
            } else {
                scoreTile(model, rows, r, taken, inputs, hidden, outputs, probabilities);
            }
            r += taken;
        }
    }

    @Override
    public String toString() {
        return LANES.vectorBitSize() + "-bit vectors";
    }

    // a tile: rows are lanes

    private static void scoreTile(
            PackedModel model,
            float[] rows,
            int first,
            int count,
            float[] inputs,
            float[] hidden,
            float[] outputs,
            float[] probabilities) {
        transpose(rows, first * model.inputs(), count, model.inputs(), inputs);
        standardise(model, inputs);
        if (model.columns() > model.inputs()) {
            meanSquares(model.inputs(), inputs);
        }
        int classes = model.classes();
        for (int c = 0; c < model.paddedClasses; c++) {
            Arrays.fill(outputs, c * TILE, (c + 1) * TILE, model.offsets[c]);
            int rest = (model.paddedClasses + c) * TILE;
            Arrays.fill(outputs, rest, rest + TILE, model.offsetRests[c]);
        }
        for (UnitGroup group : model.hidden.groups) {
            boolean stored = !SimdLinks.addOutputsOf(model, group);
            int end = group.first() + group.count();
            for (int from = group.first(); from < end; from += CHUNK) {
                int to = Math.min(from + CHUNK, end);
                if (stored) {
                    SimdHidden.tile(model.hidden, group, from, to, inputs, hidden);
                    SimdOutputs.add(model, from, to, hidden, outputs);
                } else {
                    SimdLinks.addOutputs(model, group, from, to, inputs, hidden, outputs);
                }
            }
        }
        softmax(model, outputs, 0);
        softmax(model, outputs, WIDTH);
        for (int lane = 0; lane < count; lane++) {
            for (int c = 0; c < classes; c++) {
                probabilities[(first + lane) * classes + c] = outputs[c * TILE + lane];
            }
        }
    }

    /** Transposes row-major to input by input; lanes past the last row are 0. */
    private static void transpose(float[] rows, int at, int count, int width, float[] inputs) {
        for (int j = 0; j < width; j++) {
            int to = j * TILE;
            for (int lane = 0; lane < count; lane++) {
                inputs[to + lane] = rows[at + lane * width + j];
            }
            for (int lane = count; lane < TILE; lane++) {
                inputs[to + lane] = 0;
            }
        }
    }

    /** Standardises to mean 0 and scale 1, clipped at the limit; NaN becomes the mean. */
    private static void standardise(PackedModel model, float[] inputs) {
        for (int j = 0; j < model.inputs(); j++) {
            float mean = model.means[j];
            float factor = model.factors[j];
            for (int at = j * TILE; at < (j + 1) * TILE; at += WIDTH) {
                FloatVector value =
                        FloatVector.fromArray(LANES, inputs, at).sub(mean).mul(factor);
                VectorMask<Float> missing = value.compare(VectorOperators.NE, value);
                IntVector bits = value.reinterpretAsInts();
                bits.and(NO_SIGN)
                        .min(LIMIT)
                        .or(bits.and(~NO_SIGN))
                        .reinterpretAsFloats()
                        .blend(0, missing)
                        .intoArray(inputs, at);
            }
        }
    }

    /** Computes the mean square of each row, as one more input. */
    private static void meanSquares(int count, float[] inputs) {
        for (int lane = 0; lane < TILE; lane += WIDTH) {
            FloatVector sum = FloatVector.broadcast(LANES, 0);
            for (int j = 0; j < count; j++) {
                FloatVector z = FloatVector.fromArray(LANES, inputs, j * TILE + lane);
                sum = z.fma(z, sum);
            }
            sum.mul(1f / count).intoArray(inputs, count * TILE + lane);
        }
    }

    /**
     * Converts outputs to probabilities for one vector of rows. The largest output is subtracted as in {@link Softmax},
     * first the sum, then with the rest: {@link Exponential} works for no number above 0.
     */
    private static void softmax(PackedModel model, float[] outputs, int lane) {
        int end = model.classes() * TILE;
        int rests = model.paddedClasses * TILE;
        FloatVector largest = FloatVector.fromArray(LANES, outputs, lane);
        for (int at = lane + TILE; at < end; at += TILE) {
            largest = largest.max(FloatVector.fromArray(LANES, outputs, at));
        }
        FloatVector most = FloatVector.fromArray(LANES, outputs, lane)
                .sub(largest)
                .add(FloatVector.fromArray(LANES, outputs, rests + lane));
        most.intoArray(outputs, lane);
        for (int at = lane + TILE; at < end; at += TILE) {
            FloatVector whole = FloatVector.fromArray(LANES, outputs, at)
                    .sub(largest)
                    .add(FloatVector.fromArray(LANES, outputs, rests + at));
            whole.intoArray(outputs, at);
            most = most.max(whole);
        }
        FloatVector sum = FloatVector.broadcast(LANES, 0);
        for (int at = lane; at < end; at += TILE) {
            FloatVector x = FloatVector.fromArray(LANES, outputs, at)
                    .sub(most)
                    .mul(model.sharpness)
                    .max(Exponential.LOWEST);
            // adding 1.5 * 2^23 leaves the integer in the lowest bits
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
            FloatVector exp = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            exp.intoArray(outputs, at);
            sum = sum.add(exp);
        }
        for (int at = lane; at < end; at += TILE) {
            FloatVector.fromArray(LANES, outputs, at).div(sum).intoArray(outputs, at);
        }
    }

    // a single row: units are lanes, then units and classes

    private static void scoreRow(
            PackedModel model,
            float[] rows,
            int row,
            float[] inputs,
            float[] seen,
            float[] hidden,
            float[] outputs,
            float[] probabilities) {
        standardiseRow(model, rows, row * model.inputs(), inputs);
        if (model.columns() > model.inputs()) {
            meanSquare(model.inputs(), inputs);
        }
        SimdHidden.row(model.hidden, inputs, seen, hidden);
        SimdOutputs.row(model, hidden, outputs);
        int classes = model.classes();
        softmax(model, outputs, 0);
        for (int c = 0; c < classes; c++) {
            probabilities[row * classes + c] = outputs[c * TILE];
        }
    }

    /** Does the same as {@link #standardise}, with inputs as lanes. */
    private static void standardiseRow(PackedModel model, float[] rows, int at, float[] inputs) {
        System.arraycopy(rows, at, inputs, 0, model.inputs());
        for (int j = 0; j < model.inputs(); j += WIDTH) {
            FloatVector value = FloatVector.fromArray(LANES, inputs, j)
                    .sub(FloatVector.fromArray(LANES, model.means, j))
                    .mul(FloatVector.fromArray(LANES, model.factors, j));
            VectorMask<Float> missing = value.compare(VectorOperators.NE, value);
            IntVector bits = value.reinterpretAsInts();
            bits.and(NO_SIGN)
                    .min(LIMIT)
                    .or(bits.and(~NO_SIGN))
                    .reinterpretAsFloats()
                    .blend(0, missing)
                    .intoArray(inputs, j);
        }
    }

    /** Does the same as {@link #meanSquares} for one row. */
    private static void meanSquare(int count, float[] inputs) {
        float sum = 0;
        for (int j = 0; j < count; j++) {
            sum = Math.fma(inputs[j], inputs[j], sum);
        }
        inputs[count] = sum * (1f / count);
    }
}
