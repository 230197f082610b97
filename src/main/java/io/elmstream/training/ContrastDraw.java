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
    private final int[] order;
    private final int[] others;

    ContrastDraw(StandardisedRows rows, UnitPlan.Contrast plan, SplitMix random) {
        this.rows = rows;
        this.plan = plan;
        this.random = random;
        this.order = new int[rows.inputs()];
        this.others = new int[plan.nearest()];
        Arrays.setAll(order, j -> j);
    }

    SparseHidden draw() {
        int[] widths = new int[plan.units()];
        Arrays.setAll(widths, u -> Math.min(plan.widths().get(u % plan.widths().size()), rows.inputs()));
        int[] links = new int[Arrays.stream(widths).sum()];
        float[] weights = new float[links.length];
        float[] biases = new float[plan.units()];
        int size = 0;
        for (int u = 0; u < widths.length; u++) {
            int first = size;
            int width = widths[u];
            float[] a = new float[0];
            float[] b = new float[0];
            double square = 0;
            // rows may well agree in the inputs drawn, for example where most values are 0
            for (int tries = 0; square == 0 && tries < TRIES; tries++) {
                int row = random.below(rows.size());
                a = rows.row(row);
                for (int i = 0; i < others.length; i++) {
                    others[i] = rowOfOtherClass(row);
                }
                drawInputs(width);
                b = nearestOther(a, width);
                square = square(a, b, width);
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

    /** Returns the nearest of the other rows that does not agree in the inputs drawn, or one that does. */
    private float[] nearestOther(float[] a, int width) {
        float[] nearest = rows.row(others[0]);
        double least = square(a, nearest, width);
        for (int i = 1; i < others.length; i++) {
            float[] other = rows.row(others[i]);
            double square = square(a, other, width);
            if (square > 0 && (least == 0 || square < least)) {
                nearest = other;
                least = square;
            }
        }
        return nearest;
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
    private void drawInputs(int width) {
        for (int k = 0; k < width; k++) {
            int drawn = k + random.below(order.length - k);
            int input = order[drawn];
            order[drawn] = order[k];
            order[k] = input;
        }
        Arrays.sort(order, 0, width);
    }

    private double square(float[] a, float[] b, int width) {
        double square = 0;
        for (int k = 0; k < width; k++) {
            double difference = a[order[k]] - b[order[k]];
            square += difference * difference;
        }
        return square;
    }
}
