package io.elmstream.cli.offline;

import io.elmstream.data.Svg;
import io.elmstream.training.TrustEvaluation.Point;
import java.util.List;
import java.util.Locale;

/** The accuracy of the surest rows over their share of all rows, as an SVG. */
final class CoveragePicture {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 80;
    private static final int RIGHT = 680;
    private static final int TOP = 50;
    private static final int BOTTOM = 340;
    private static final int STEPS = 5;
    private static final String COLOUR = "#1f5fa8";

    private final List<Point> curve;
    private final double lowest;
    private final double highest;
    private final double narrowest;
    private final Svg svg = new Svg(WIDTH, HEIGHT);

    private CoveragePicture(List<Point> curve) {
        this.curve = curve;
        double low = curve.stream().mapToDouble(Point::accuracy).min().orElseThrow();
        double high = curve.stream().mapToDouble(Point::accuracy).max().orElseThrow();
        // a flat line stands in the middle
        double room = Math.max(0.001, high - low) / 10;
        this.lowest = Math.max(0, low - room);
        this.highest = Math.min(1, high + room);
        this.narrowest =
                Math.min(0.95, curve.stream().mapToDouble(Point::coverage).min().orElseThrow());
    }

    /** @param curve one point or more */
    static String svg(List<Point> curve) {
        return new CoveragePicture(curve).draw();
    }

    private String draw() {
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT);
        for (int i = 0; i <= STEPS; i++) {
            double accuracy = lowest + (highest - lowest) * i / STEPS;
            double coverage = narrowest + (1 - narrowest) * i / STEPS;
            svg.text(LEFT - 6, y(accuracy) + 4, Svg.Anchor.END, "black", percent(accuracy, 2));
            svg.text(x(coverage), BOTTOM + 18, Svg.Anchor.MIDDLE, "black", percent(coverage, 0));
        }
        svg.text(LEFT, TOP - 20, Svg.Anchor.START, "black", "accuracy of the surest rows");
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, Svg.Anchor.MIDDLE, "black", "their share of all rows");
        StringBuilder line = new StringBuilder();
        for (Point point : curve) {
            line.append(line.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f ", x(point.coverage()), y(point.accuracy())));
        }
        svg.add(
                "<path d='%s' fill='none' stroke='%s' stroke-width='2'/>",
                line.toString().strip(), COLOUR);
        curve.forEach(point -> svg.circle(
                x(point.coverage()),
                y(point.accuracy()),
                4,
                COLOUR,
                String.format(
                        Locale.ROOT,
                        "%s of the rows, from confidence %.4f on: %s right",
                        percent(point.coverage(), 1),
                        point.confidence(),
                        percent(point.accuracy(), 2))));
        return svg.toString();
    }

    private static String percent(double share, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
    }

    private double x(double coverage) {
        return LEFT + (RIGHT - LEFT) * (coverage - narrowest) / (1 - narrowest);
    }

    private double y(double accuracy) {
        return BOTTOM - (BOTTOM - TOP) * (accuracy - lowest) / (highest - lowest);
    }
}
