package io.elmstream.bench;

import io.elmstream.data.Svg;
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
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.add("<path d='M%d %d V%d H%d V%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT, TOP);
        curve(svg, sizes, "#1f5fa8", BatchingBench.Size::perSecond, perSecond);
        curve(svg, sizes, "#e08a00", BatchingBench.Size::p50, millis);
        curve(svg, sizes, "#b03030", BatchingBench.Size::p99, millis);
        for (int i = 0; i < sizes.size(); i++) {
            svg.text(
                    x(i, sizes),
                    BOTTOM + 18,
                    Svg.Anchor.MIDDLE,
                    "black",
                    Integer.toString(sizes.get(i).maxSize()));
        }
        svg.text((LEFT + RIGHT) / 2, BOTTOM + 40, Svg.Anchor.MIDDLE, "black", "batch.max.size");
        svg.text(LEFT - 6, TOP + 4, Svg.Anchor.END, "#1f5fa8", String.format(Locale.ROOT, "%,.0f", perSecond));
        svg.text(LEFT - 6, BOTTOM, Svg.Anchor.END, "#1f5fa8", "0");
        svg.text(LEFT, TOP - 14, Svg.Anchor.MIDDLE, "#1f5fa8", "readings/s");
        svg.text(RIGHT + 6, TOP + 4, Svg.Anchor.START, "#b03030", String.format(Locale.ROOT, "%.1f", millis));
        svg.text(RIGHT + 6, BOTTOM, Svg.Anchor.START, "#b03030", "0");
        svg.text(RIGHT, TOP - 14, Svg.Anchor.MIDDLE, "#b03030", "ms, p99");
        svg.text(RIGHT, TOP - 28, Svg.Anchor.MIDDLE, "#e08a00", "ms, p50");
        return svg.toString();
    }

    private static void curve(
            Svg svg,
            List<BatchingBench.Size> sizes,
            String colour,
            ToDoubleFunction<BatchingBench.Size> value,
            double largest) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < sizes.size(); i++) {
            double y = BOTTOM - (BOTTOM - TOP) * value.applyAsDouble(sizes.get(i)) / largest;
            points.append(String.format(Locale.ROOT, "%d,%.1f ", x(i, sizes), y));
        }
        svg.add(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                points.toString().strip(), colour);
    }

    private static int x(int index, List<BatchingBench.Size> sizes) {
        return LEFT + (RIGHT - LEFT) * index / (sizes.size() - 1);
    }
}
