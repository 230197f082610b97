package io.elmstream.bench;

import io.elmstream.data.Svg;
import java.util.List;
import java.util.Locale;

/** Times over percentiles, one curve for each server, as an SVG. Both axes are logarithmic. */
public final class TimesPicture {

    private static final int WIDTH = 680;
    private static final int HEIGHT = 320;
    private static final int LEFT = 96;
    private static final int RIGHT = 636;
    private static final int TOP = 50;
    private static final int BOTTOM = 260;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#b03030");
    private static final List<Double> TICKS = List.of(50.0, 90.0, 99.0, 99.9, 99.99);
    private static final double HIGHEST = 99.99;

    private TimesPicture() {}

    /** @param results one or two servers */
    public static String svg(List<ServeBench.Result> results) {
        double least =
                1000 * results.stream().mapToDouble(r -> time(r, 0)).min().orElseThrow();
        double most =
                1000 * results.stream().mapToDouble(r -> time(r, last(r))).max().orElseThrow();
        double from = Math.pow(10, Math.floor(Math.log10(least)));
        double to = Math.pow(10, Math.ceil(Math.log10(most)));
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT);
        for (double micros = from; micros <= to * 1.01; micros *= 10) {
            double y = y(micros, from, to);
            svg.add("<path d='M%d %.1f H%d' stroke='#dddddd'/>", LEFT, y, RIGHT);
            svg.text(LEFT - 6, y + 4, Svg.Anchor.END, "black", String.format(Locale.ROOT, "%,.0f µs", micros));
        }
        for (double tick : TICKS) {
            svg.text(
                    x(tick),
                    BOTTOM + 18,
                    Svg.Anchor.MIDDLE,
                    "black",
                    String.valueOf(tick).replace(".0", "") + " %");
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, Svg.Anchor.MIDDLE, "black", "requests answered within this time");
        for (int i = 0; i < results.size(); i++) {
            curve(svg, results.get(i), COLOURS.get(i), from, to);
            svg.circle(
                    LEFT + 5 + i * 160,
                    TOP - 24,
                    4,
                    COLOURS.get(i),
                    results.get(i).name());
            svg.text(
                    LEFT + 14 + i * 160,
                    TOP - 20,
                    Svg.Anchor.START,
                    "black",
                    results.get(i).name());
        }
        return svg.toString();
    }

    private static void curve(Svg svg, ServeBench.Result result, String colour, double from, double to) {
        StringBuilder points = new StringBuilder();
        for (double[] point : result.times().percentiles()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(1000 * point[1], from, to)));
        }
        svg.add(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                points.toString().strip(), colour);
    }

    private static int last(ServeBench.Result result) {
        return result.times().percentiles().size() - 1;
    }

    private static double time(ServeBench.Result result, int index) {
        return result.times().percentiles().get(index)[1];
    }

    /** Each nine of a percentile takes the same room. */
    private static double x(double percentile) {
        return LEFT + (RIGHT - LEFT) * Math.log(1 - percentile / 100) / Math.log(1 - HIGHEST / 100);
    }

    private static double y(double micros, double from, double to) {
        return BOTTOM - (BOTTOM - TOP) * Math.log(micros / from) / Math.log(to / from);
    }
}
