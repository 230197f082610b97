package io.elmstream.data;

import io.elmstream.data.Svg.Anchor;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A drawing of accuracies over a number of rows, of 900 by 400 pixels, with room for two lines of text above. */
public final class AccuracyChart {

    /** Where the first row is, in pixels from the left. */
    public static final int LEFT = 60;

    /** Where the last row is, in pixels from the left. */
    public static final int RIGHT = 870;

    /** Where an accuracy of 1 is, in pixels from the top. */
    public static final int TOP = 70;

    /** Where the lowest accuracy is, in pixels from the top. */
    public static final int BOTTOM = 330;

    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;
    private static final int STEPS = 5;

    private final Svg svg = new Svg(WIDTH, HEIGHT);
    private final long rows;
    private final double lowest;

    /**
     * Creates a chart without lines.
     *
     * @param rows the number of all rows
     * @param least the least accuracy to be drawn, 0 to 1
     */
    public AccuracyChart(long rows, double least) {
        this.rows = Math.max(1, rows);
        this.lowest = Math.min(0.9, Math.floor(10 * least) / 10);
    }

    /** {@return the drawing, for texts and marks} */
    public Svg svg() {
        return svg;
    }

    /**
     * Draws both axes.
     *
     * @param unit what is counted, such as rows
     */
    public void axes(String unit) {
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT);
        for (int i = 0; i <= STEPS; i++) {
            double value = lowest + (1 - lowest) * i / STEPS;
            svg.text(LEFT - 6, y(value) + 4, Anchor.END, "black", String.format(Locale.ROOT, "%.0f %%", 100 * value));
            long row = rows * i / STEPS;
            svg.text(x(row), BOTTOM + 18, Anchor.MIDDLE, "black", String.format(Locale.ROOT, "%,d", row));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, Anchor.MIDDLE, "black", unit);
    }

    /**
     * Draws a line.
     *
     * @param colour an SVG colour
     * @param points how many points it has
     * @param row the number of rows at a point, from 0
     * @param accuracy the accuracy there, 0 to 1
     */
    public void line(String colour, int points, IntToDoubleFunction row, IntToDoubleFunction accuracy) {
        String path = IntStream.range(0, points)
                .mapToObj(i ->
                        String.format(Locale.ROOT, "%.1f,%.1f", x(row.applyAsDouble(i)), y(accuracy.applyAsDouble(i))))
                .collect(Collectors.joining(" "));
        svg.add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", path, colour);
    }

    /**
     * {@return where a row is, in pixels from the left}
     *
     * @param row its number
     */
    public double x(double row) {
        return LEFT + (RIGHT - LEFT) * row / rows;
    }

    private double y(double accuracy) {
        return BOTTOM - (BOTTOM - TOP) * (accuracy - lowest) / (1 - lowest);
    }
}
