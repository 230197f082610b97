package io.elmstream.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Throughput and latency over the batch size, as an SVG. */
public final class BatchingPicture {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int RIGHT = 560;
    private static final int TOP = 40;
    private static final int BOTTOM = 260;

    private BatchingPicture() {}

    /** @param sizes two or more, by size; the horizontal axis gives each the same room */
    public static String svg(List<BatchingBench.Size> sizes) {
        double perSecond =
                sizes.stream().mapToDouble(BatchingBench.Size::perSecond).max().orElseThrow();
        double millis =
                sizes.stream().mapToDouble(BatchingBench.Size::p99).max().orElseThrow();
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width='100%%' height='100%%' fill='white'/>");
        line(svg, "<path d='M%d %d V%d H%d V%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT, TOP);
        curve(svg, sizes, "#1f5fa8", BatchingBench.Size::perSecond, perSecond);
        curve(svg, sizes, "#e08a00", BatchingBench.Size::p50, millis);
        curve(svg, sizes, "#b03030", BatchingBench.Size::p99, millis);
        for (int i = 0; i < sizes.size(); i++) {
            text(
                    svg,
                    x(i, sizes),
                    BOTTOM + 18,
                    "middle",
                    "black",
                    Integer.toString(sizes.get(i).maxSize()));
        }
        text(svg, (LEFT + RIGHT) / 2, BOTTOM + 40, "middle", "black", "batch.max.size");
        text(svg, LEFT - 6, TOP + 4, "end", "#1f5fa8", String.format(Locale.ROOT, "%,.0f", perSecond));
        text(svg, LEFT - 6, BOTTOM, "end", "#1f5fa8", "0");
        text(svg, LEFT, TOP - 14, "middle", "#1f5fa8", "readings/s");
        text(svg, RIGHT + 6, TOP + 4, "start", "#b03030", String.format(Locale.ROOT, "%.1f", millis));
        text(svg, RIGHT + 6, BOTTOM, "start", "#b03030", "0");
        text(svg, RIGHT, TOP - 14, "middle", "#b03030", "ms, p99");
        text(svg, RIGHT, TOP - 28, "middle", "#e08a00", "ms, p50");
        return svg.append("</svg>\n").toString();
    }

    private static void curve(
            StringBuilder svg,
            List<BatchingBench.Size> sizes,
            String colour,
            ToDoubleFunction<BatchingBench.Size> value,
            double largest) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < sizes.size(); i++) {
            double y = BOTTOM - (BOTTOM - TOP) * value.applyAsDouble(sizes.get(i)) / largest;
            points.append(String.format(Locale.ROOT, "%d,%.1f ", x(i, sizes), y));
        }
        line(
                svg,
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                points.toString().strip(),
                colour);
    }

    private static int x(int index, List<BatchingBench.Size> sizes) {
        return LEFT + (RIGHT - LEFT) * index / (sizes.size() - 1);
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String words) {
        line(svg, "<text x='%d' y='%d' text-anchor='%s' fill='%s'>%s</text>", x, y, anchor, colour, words);
    }

    private static void line(StringBuilder svg, String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
