package io.elmstream.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The output layer of {@link SimdForwardPass}, whose comment gives the order of a sum and says why no method here takes
 * or returns a vector.
 */
final class SimdOutputs {

    private static final VectorSpecies<Float> LANES = SimdForwardPass.LANES;
    private static final int WIDTH = SimdForwardPass.WIDTH;
    private static final int TILE = SimdForwardPass.TILE;
    private static final int CHUNK = PackedModel.CHUNK;
    private static final int BLOCK = PackedModel.BLOCK;

    /**
     * The number of sums that the units of a chunk alternate between: with a single sum, each step of a single row
     * would wait for the one before.
     */
    static final int TURNS = 4;

    /** Where the sums of a chunk are in the buffer of a tile's activations. */
    static final int SUMS = CHUNK * TILE;

    /** The length of that buffer. */
    static final int LENGTH = SUMS + 2 * BLOCK * TILE;

    /** Each unit of a quarter of a vector, once for each class of a block. */
    private static final VectorShuffle<Float> SPREAD0 = spread(0);

    private static final VectorShuffle<Float> SPREAD1 = spread(1);
    private static final VectorShuffle<Float> SPREAD2 = spread(2);
    private static final VectorShuffle<Float> SPREAD3 = spread(3);

    /** Vectors whose first lanes are the second, third and fourth sum of the classes of a block. */
    private static final VectorShuffle<Float> TURN1 = turn(1);

    private static final VectorShuffle<Float> TURN2 = turn(2);
    private static final VectorShuffle<Float> TURN3 = turn(3);

    private static VectorShuffle<Float> spread(int quarter) {
        return VectorShuffle.fromOp(LANES, lane -> (quarter * WIDTH + lane) / BLOCK);
    }

    private static VectorShuffle<Float> turn(int turn) {
        return VectorShuffle.fromOp(LANES, lane -> (turn * BLOCK + lane) % WIDTH);
    }

    private SimdOutputs() {}

    // a tile: rows are lanes

    /** Adds a chunk's contribution to the outputs. */
    static void add(PackedModel model, int from, int to, float[] hidden, float[] outputs) {
        for (int c = 0; c < model.classes(); c += BLOCK) {
            addBlock(model, from, to, c, hidden);
            addSums(model, c, BLOCK, hidden, outputs);
        }
    }

    /** Computes a chunk's contribution to one block of classes: 4 classes by 2 vectors of rows. */
    private static void addBlock(PackedModel model, int from, int to, int first, float[] hidden) {
        float[] beta = model.beta;
        int at = model.betaAt(from, first);
        int units = to - from;
        FloatVector s0 = FloatVector.broadcast(LANES, 0);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector t0 = s0;
        FloatVector t1 = s0;
        FloatVector t2 = s0;
        FloatVector t3 = s0;
        for (int turn = 0; turn < TURNS; turn++) {
            FloatVector a0 = FloatVector.broadcast(LANES, 0);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            for (int u = turn; u < units; u += TURNS) {
                FloatVector ha = FloatVector.fromArray(LANES, hidden, u * TILE);
                FloatVector hb = FloatVector.fromArray(LANES, hidden, u * TILE + WIDTH);
                int k = at + u * BLOCK;
                FloatVector w0 = FloatVector.broadcast(LANES, beta[k]);
                a0 = w0.fma(ha, a0);
                b0 = w0.fma(hb, b0);
                FloatVector w1 = FloatVector.broadcast(LANES, beta[k + 1]);
                a1 = w1.fma(ha, a1);
                b1 = w1.fma(hb, b1);
                FloatVector w2 = FloatVector.broadcast(LANES, beta[k + 2]);
                a2 = w2.fma(ha, a2);
                b2 = w2.fma(hb, b2);
                FloatVector w3 = FloatVector.broadcast(LANES, beta[k + 3]);
                a3 = w3.fma(ha, a3);
                b3 = w3.fma(hb, b3);
            }
            s0 = s0.add(a0);
            s1 = s1.add(a1);
            s2 = s2.add(a2);
            s3 = s3.add(a3);
            t0 = t0.add(b0);
            t1 = t1.add(b1);
            t2 = t2.add(b2);
            t3 = t3.add(b3);
        }
        s0.intoArray(hidden, SUMS);
        t0.intoArray(hidden, SUMS + WIDTH);
        s1.intoArray(hidden, SUMS + 2 * WIDTH);
        t1.intoArray(hidden, SUMS + 3 * WIDTH);
        s2.intoArray(hidden, SUMS + 4 * WIDTH);
        t2.intoArray(hidden, SUMS + 5 * WIDTH);
        s3.intoArray(hidden, SUMS + 6 * WIDTH);
        t3.intoArray(hidden, SUMS + 7 * WIDTH);
    }

    /** Adds a chunk's contribution to the outputs of so many classes, with compensation. */
    static void addSums(PackedModel model, int first, int classes, float[] hidden, float[] outputs) {
        int sums = first * TILE;
        int rests = (model.paddedClasses + first) * TILE;
        for (int i = 0; i < classes * TILE; i += WIDTH) {
            // Knuth's exact sum of two
            FloatVector sum = FloatVector.fromArray(LANES, outputs, sums + i);
            FloatVector more = FloatVector.fromArray(LANES, hidden, SUMS + i);
            FloatVector next = sum.add(more);
            FloatVector taken = next.sub(sum);
            FloatVector lost = sum.sub(next.sub(taken)).add(more.sub(taken));
            next.intoArray(outputs, sums + i);
            FloatVector.fromArray(LANES, outputs, rests + i).add(lost).intoArray(outputs, rests + i);
        }
    }

    // a single row: 4 units by 4 classes are lanes

    /** Computes the outputs and their rests where those of the first row of a tile are. */
    static void row(PackedModel model, float[] hidden, float[] outputs) {
        int blocks = model.paddedClasses / BLOCK;
        for (int b = 0; b < blocks; b++) {
            System.arraycopy(model.offsets, b * BLOCK, outputs, b * WIDTH, BLOCK);
            System.arraycopy(model.offsetRests, b * BLOCK, outputs, (blocks + b) * WIDTH, BLOCK);
        }
        for (UnitGroup group : model.hidden.groups) {
            for (int from = group.first(); from < group.end(); from += CHUNK) {
                addToRow(model, from, Math.min(from + CHUNK, group.end()), hidden, outputs);
            }
        }
        // backwards, because no output moves to a lower place
        for (int c = 2 * model.paddedClasses - 1; c >= 0; c--) {
            outputs[c * TILE] = outputs[c / BLOCK * WIDTH + c % BLOCK];
        }
    }

    /** Adds a chunk's contribution to the sums of each block of classes, a vector, and their rests, another. */
    private static void addToRow(PackedModel model, int from, int to, float[] hidden, float[] sums) {
        int blocks = model.paddedClasses / BLOCK;
        int b = 0;
        for (; WIDTH == 16 && b + 2 <= blocks; b += 2) {
            addTwoBlocks(model, from, to, b, hidden, sums);
        }
        for (; b < blocks; b++) {
            addOneBlock(model, from, to, b, hidden, sums);
        }
    }

    /** Two sums at a time, because each step of one waits for the one before. */
    private static void addTwoBlocks(PackedModel model, int from, int to, int block, float[] hidden, float[] sums) {
        float[] beta = model.beta;
        int k = model.betaAt(from, block * BLOCK);
        int further = model.slots * BLOCK;
        FloatVector a = FloatVector.broadcast(LANES, 0);
        FloatVector b = a;
        for (int s = from; s < to; s += WIDTH, k += BLOCK * WIDTH) {
            FloatVector h = FloatVector.fromArray(LANES, hidden, s);
            FloatVector h0 = h.rearrange(SPREAD0);
            a = h0.fma(FloatVector.fromArray(LANES, beta, k), a);
            b = h0.fma(FloatVector.fromArray(LANES, beta, k + further), b);
            FloatVector h1 = h.rearrange(SPREAD1);
            a = h1.fma(FloatVector.fromArray(LANES, beta, k + WIDTH), a);
            b = h1.fma(FloatVector.fromArray(LANES, beta, k + further + WIDTH), b);
            FloatVector h2 = h.rearrange(SPREAD2);
            a = h2.fma(FloatVector.fromArray(LANES, beta, k + 2 * WIDTH), a);
            b = h2.fma(FloatVector.fromArray(LANES, beta, k + further + 2 * WIDTH), b);
            FloatVector h3 = h.rearrange(SPREAD3);
            a = h3.fma(FloatVector.fromArray(LANES, beta, k + 3 * WIDTH), a);
            b = h3.fma(FloatVector.fromArray(LANES, beta, k + further + 3 * WIDTH), b);
        }
        FloatVector moreA = a.add(a.rearrange(TURN1)).add(a.rearrange(TURN2)).add(a.rearrange(TURN3));
        FloatVector moreB = b.add(b.rearrange(TURN1)).add(b.rearrange(TURN2)).add(b.rearrange(TURN3));
        int at = block * WIDTH;
        int rest = model.paddedClasses / BLOCK * WIDTH + at;
        FloatVector sumA = FloatVector.fromArray(LANES, sums, at);
        FloatVector nextA = sumA.add(moreA);
        FloatVector takenA = nextA.sub(sumA);
        FloatVector lostA = sumA.sub(nextA.sub(takenA)).add(moreA.sub(takenA));
        nextA.intoArray(sums, at);
        FloatVector.fromArray(LANES, sums, rest).add(lostA).intoArray(sums, rest);
        FloatVector sumB = FloatVector.fromArray(LANES, sums, at + WIDTH);
        FloatVector nextB = sumB.add(moreB);
        FloatVector takenB = nextB.sub(sumB);
        FloatVector lostB = sumB.sub(nextB.sub(takenB)).add(moreB.sub(takenB));
        nextB.intoArray(sums, at + WIDTH);
        FloatVector.fromArray(LANES, sums, rest + WIDTH).add(lostB).intoArray(sums, rest + WIDTH);
    }

    private static void addOneBlock(PackedModel model, int from, int to, int block, float[] hidden, float[] sums) {
        float[] beta = model.beta;
        int k = model.betaAt(from, block * BLOCK);
        FloatVector a = FloatVector.broadcast(LANES, 0);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int s = from; s < to; s += WIDTH, k += BLOCK * WIDTH) {
            FloatVector h = FloatVector.fromArray(LANES, hidden, s);
            if (WIDTH == 16) {
                a = h.rearrange(SPREAD0).fma(FloatVector.fromArray(LANES, beta, k), a);
                a = h.rearrange(SPREAD1).fma(FloatVector.fromArray(LANES, beta, k + WIDTH), a);
                a = h.rearrange(SPREAD2).fma(FloatVector.fromArray(LANES, beta, k + 2 * WIDTH), a);
                a = h.rearrange(SPREAD3).fma(FloatVector.fromArray(LANES, beta, k + 3 * WIDTH), a);
            } else if (WIDTH == 8) {
                a = h.rearrange(SPREAD0).fma(FloatVector.fromArray(LANES, beta, k), a);
                b = h.rearrange(SPREAD1).fma(FloatVector.fromArray(LANES, beta, k + WIDTH), b);
                a = h.rearrange(SPREAD2).fma(FloatVector.fromArray(LANES, beta, k + 2 * WIDTH), a);
                b = h.rearrange(SPREAD3).fma(FloatVector.fromArray(LANES, beta, k + 3 * WIDTH), b);
            } else {
                a = h.rearrange(SPREAD0).fma(FloatVector.fromArray(LANES, beta, k), a);
                b = h.rearrange(SPREAD1).fma(FloatVector.fromArray(LANES, beta, k + WIDTH), b);
                c = h.rearrange(SPREAD2).fma(FloatVector.fromArray(LANES, beta, k + 2 * WIDTH), c);
                d = h.rearrange(SPREAD3).fma(FloatVector.fromArray(LANES, beta, k + 3 * WIDTH), d);
            }
        }
        FloatVector more;
        if (WIDTH == 16) {
            more = a.add(a.rearrange(TURN1)).add(a.rearrange(TURN2)).add(a.rearrange(TURN3));
        } else if (WIDTH == 8) {
            more = a.add(a.rearrange(TURN1)).add(b).add(b.rearrange(TURN1));
        } else {
            more = a.add(b).add(c).add(d);
        }
        int at = block * WIDTH;
        int rest = model.paddedClasses / BLOCK * WIDTH + at;
        FloatVector sum = FloatVector.fromArray(LANES, sums, at);
        FloatVector next = sum.add(more);
        FloatVector taken = next.sub(sum);
        FloatVector lost = sum.sub(next.sub(taken)).add(more.sub(taken));
        next.intoArray(sums, at);
        FloatVector.fromArray(LANES, sums, rest).add(lost).intoArray(sums, rest);
    }
}
