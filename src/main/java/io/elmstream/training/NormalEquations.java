package io.elmstream.training;

import io.elmstream.training.VectorLoops.Part;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * The second pass: sums up {@code H'QH} and {@code H'QT}, where Q is the diagonal of row weights and T the targets, 1
 * for the row's class and -1 for all others, or {@code 2 s - 1} with the scores s of a {@link Target}. Memory depends
 * on the number of hidden units alone.
 *
 * <p>Rows are collected in blocks. When all are full, the cores share the blocks for the activations, and then the rows
 * of the sums. The order of every sum is that of the rows, however many cores there are.
 */
final class NormalEquations extends TargetVisitor {

    private static final int BLOCKS = 8;

    /** The rows of the sums that one task adds to; a multiple of three, see {@link VectorLoops}. */
    private static final int UNITS = 48;

    private final Cores cores;
    private final double[] classWeights;
    private final int units;
    private final HiddenBlock[] blocks = new HiddenBlock[BLOCKS];
    private final double[][] gram;
    /** By class, the sum of {@code q s h} over the rows; s is 1 for a row's own class and 0 for all others. */
    private final double[][] ofClass;

    private int filling;

    /**
     * Creates empty sums.
     *
     * @param classWeights the weight of a row of each class
     */
    NormalEquations(HiddenMap map, double[] classWeights) {
        this(map, classWeights, Cores.ONE);
    }

    NormalEquations(HiddenMap map, double[] classWeights, Cores cores) {
        super(classWeights.length);
        this.cores = cores;
        this.classWeights = classWeights;
        this.units = map.units();
        Arrays.setAll(blocks, b -> new HiddenBlock(map));
        this.gram = new double[units][units];
        this.ofClass = new double[classWeights.length][units];
    }

    @Override
    void row(float[] features, Target target) {
        blocks[filling].add(features, target);
        if (blocks[filling].isFull() && ++filling == BLOCKS) {
            addBlocks();
        }
    }

    /** Returns {@code H'QH}, units x units, of all rows so far. */
    DMatrixRMaj gram() {
        addBlocks();
        for (int i = 0; i < units; i++) {
            for (int k = 0; k < i; k++) {
                gram[i][k] = gram[k][i];
            }
        }
        return new DMatrixRMaj(gram);
    }

    /** Returns {@code H'QT}, units x classes, of all rows so far. */
    DMatrixRMaj right() {
        addBlocks();
        DMatrixRMaj right = new DMatrixRMaj(units, classWeights.length);
        for (int i = 0; i < units; i++) {
            double all = 0;
            for (double[] sums : ofClass) {
                all += sums[i];
            }
            for (int c = 0; c < ofClass.length; c++) {
                right.set(i, c, 2 * ofClass[c][i] - all);
            }
        }
        return right;
    }

    private void addBlocks() {
        cores.share(BLOCKS, b -> blocks[b].activate());
        cores.share((units + UNITS - 1) / UNITS, part -> {
            int first = part * UNITS;
            int last = Math.min(units, first + UNITS);
            for (HiddenBlock block : blocks) {
                add(block, first, last);
            }
        });
        for (HiddenBlock block : blocks) {
            block.clear();
        }
        filling = 0;
    }

    private void add(HiddenBlock block, int first, int last) {
        double[][] weighted = new double[last - first][block.rows()];
        for (int r = 0; r < block.rows(); r++) {
            Target target = block.target(r);
            double weight = classWeights[target.label()];
            for (int c = 0; c < ofClass.length; c++) {
                double score = target.score(c);
                if (score != 0) {
                    VectorLoops.addScaled(ofClass[c], first, last, block.byRow()[r], weight * score);
                }
            }
            for (int i = first; i < last; i++) {
                weighted[i - first][r] = weight * block.at(r, i);
            }
        }
        VectorLoops.addProduct(gram, first, last, weighted, block.byRow(), block.rows(), Part.UPPER);
    }
}
