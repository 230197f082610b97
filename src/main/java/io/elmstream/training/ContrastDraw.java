package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.SparseHidden;
import io.elmstream.elm.SplitMix;
import java.util.Arrays;

/** Draws {@link UnitPlan.Contrast} units. */
final class ContrastDraw {

    private static final int TRIES = 16;

    /** The smallest square of a difference, which bounds the weights where two rows nearly agree. */
    private static final double SMALLEST_SQUARE = 1e-4;

    private final StandardisedRows rows;
    private final UnitPlan.Contrast plan;
    private final SplitMix random;
    private final int width;
    private final int[] order;

    ContrastDraw(StandardisedRows rows, UnitPlan.Contrast plan, SplitMix random) {
        this.rows = rows;
        this.plan = plan;
        this.random = random;
        this.width = Math.min(plan.width(), rows.inputs());
        this.order = new int[rows.inputs()];
        Arrays.setAll(order, j -> j);
    }

    SparseHidden draw() {
        int[] widths = new int[plan.units()];
        int[] links = new int[plan.units() * width];
        float[] weights = new float[links.length];
        float[] biases = new float[plan.units()];
        int size = 0;
        for (int u = 0; u < widths.length; u++) {
            int first = size;
            float[] a = new float[0];
            float[] b = new float[0];
            double square = 0;
            // rows may well agree in the inputs drawn, for example where most values are 0
            for (int tries = 0; square == 0 && tries < TRIES; tries++) {
                int row = random.below(rows.size());
                a = rows.row(row);
                b = rows.row(rowOfOtherClass(row));
                drawInputs();
                square = square(a, b);
            }
            double bias = 0;
            for (int k = 0; k < width; k++) {
                int j = order[k];
                double factor = (plan.activation() == Activation.SIGMOID ? 4 : 2) / Math.max(SMALLEST_SQUARE, square);
                float weight = HalfFloat.round((float) (factor * (a[j] - b[j])));
                if (weight != 0) {
                    links[size] = j;
                    weights[size++] = weight;
                    bias -= weight * (a[j] + (double) b[j]) / 2;
                }
            }
            widths[u] = size - first;
            biases[u] = HalfFloat.round((float) bias);
        }
        return new SparseHidden(
                rows.inputs(),
                plan.activation(),
                widths,
                Arrays.copyOf(links, size),
                Arrays.copyOf(weights, size),
                biases);
    }

    private int rowOfOtherClass(int row) {
        // there are two classes or more, so this ends; an upper bound keeps it quick where one class is nearly alone
        for (int tries = 0; tries < TRIES; tries++) {
            int other = random.below(rows.size());
            if (rows.label(other) != rows.label(row)) {
                return other;
            }
        }
        int other = random.below(rows.size());
        while (rows.label(other) == rows.label(row)) {
            other = (other + 1) % rows.size();
        }
        return other;
    }

    /** Puts distinct inputs in front of the order, ascending. */
    private void drawInputs() {
        for (int k = 0; k < width; k++) {
            int drawn = k + random.below(order.length - k);
            int input = order[drawn];
            order[drawn] = order[k];
            order[k] = input;
        }
        Arrays.sort(order, 0, width);
    }

    private double square(float[] a, float[] b) {
        double square = 0;
        for (int k = 0; k < width; k++) {
            double difference = a[order[k]] - b[order[k]];
            square += difference * difference;
        }
        return square;
    }
}
