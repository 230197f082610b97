package io.elmstream.cli.offline;

import io.elmstream.cli.offline.OnlineCourse.Point;
import io.elmstream.data.Svg;
import io.elmstream.elm.Counted;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Accuracy over the rows beside that of the last label, with drifts and versions marked, as an SVG. */
final class OnlinePicture {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 870;
    private static final int TOP = 60;
    private static final int BOTTOM = 330;
    private static final int STEPS = 5;
    private static final int MOST_TICKS = 200;
    private static final String MODEL = "#1f5fa8";
    private static final String LAST = "#999999";
    private static final String DRIFT = "#b03030";

    private final List<Point> points;
    private final long rows;
    private final double lowest;
    private final Svg svg = new Svg(WIDTH, HEIGHT);

    private OnlinePicture(List<Point> points, long rows) {
        this.points = points;
        this.rows = Math.max(1, rows);
        double least = points.stream()
                .mapToDouble(point -> Math.min(point.accuracy(), point.lastLabel()))
                .min()
                .orElse(0);
        this.lowest = Math.min(0.9, Math.floor(10 * least) / 10);
    }

    /**
     * Draws.
     *
     * @param rows the number of all rows
     * @param window how many rows each point is of
     */
    static String svg(OnlineCourse course, long rows, int window) {
        return new OnlinePicture(course.points(), rows).draw(course, window);
    }

    private String draw(OnlineCourse course, int window) {
        course.tally()
                .drifts()
                .forEach(row -> svg.add(
                        "<path d='M%.1f %d V%d' stroke='%s' stroke-dasharray='4 3'>"
                                + "<title>drift at row %,d</title></path>",
                        x(row), TOP, BOTTOM, DRIFT, row));
        axes();
        line(LAST, Point::lastLabel);
        line(MODEL, Point::accuracy);
        int each = (course.versions().size() + MOST_TICKS - 1) / MOST_TICKS;
        for (int i = 0; i < course.versions().size(); i += each) {
            svg.add(
                    "<path d='M%.1f %d v-6' stroke='black' stroke-width='0.6'/>",
                    x(course.versions().get(i)), BOTTOM);
        }
        String model = String.format(
                Locale.ROOT,
                "model, %.2f %% of all rows (lines: the last %,d rows)",
                100 * course.tally().accuracy(),
                window);
        String last = String.format(
                Locale.ROOT, "last label, %.2f %%", 100 * course.tally().accuracyOfLastLabel());
        svg.text(LEFT, TOP - 34, Svg.Anchor.START, MODEL, model);
        svg.text(LEFT, TOP - 16, Svg.Anchor.START, LAST, last);
        svg.text(
                RIGHT,
                TOP - 34,
                Svg.Anchor.END,
                DRIFT,
                Counted.of(course.tally().drifts().size(), "drift") + " found");
        svg.text(
                RIGHT,
                TOP - 16,
                Svg.Anchor.END,
                "black",
                String.format(Locale.ROOT, "%,d versions", course.versions().size())
                        + (each > 1 ? String.format(Locale.ROOT, ", a tick for each %,d", each) : ", a tick each"));
        return svg.toString();
    }

    private void axes() {
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT);
        for (int i = 0; i <= STEPS; i++) {
            double value = lowest + (1 - lowest) * i / STEPS;
            svg.text(
                    LEFT - 6,
                    y(value) + 4,
                    Svg.Anchor.END,
                    "black",
                    String.format(Locale.ROOT, "%.0f %%", 100 * value));
            long row = rows * i / STEPS;
            svg.text(x(row), BOTTOM + 18, Svg.Anchor.MIDDLE, "black", String.format(Locale.ROOT, "%,d", row));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, Svg.Anchor.MIDDLE, "black", "rows");
    }

    private void line(String colour, ToDoubleFunction<Point> value) {
        String path = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.row()), y(value.applyAsDouble(point))))
                .collect(Collectors.joining(" "));
        svg.add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", path, colour);
    }

    private double x(long row) {
        return LEFT + (double) (RIGHT - LEFT) * row / rows;
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - lowest) / (1 - lowest);
    }
}
