package io.elmstream.cli.offline;

import static io.elmstream.data.AccuracyChart.BOTTOM;
import static io.elmstream.data.AccuracyChart.LEFT;
import static io.elmstream.data.AccuracyChart.RIGHT;
import static io.elmstream.data.AccuracyChart.TOP;

import io.elmstream.cli.offline.OnlineCourse.Point;
import io.elmstream.data.AccuracyChart;
import io.elmstream.data.Svg;
import io.elmstream.elm.Counted;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Accuracy over the rows beside that of the last label, with drifts and versions marked, as an SVG. */
final class OnlinePicture {

    private static final int MOST_TICKS = 200;
    private static final String MODEL = "#1f5fa8";
    private static final String LAST = "#999999";
    private static final String DRIFT = "#b03030";

    private final List<Point> points;
    private final AccuracyChart chart;
    private final Svg svg;

    private OnlinePicture(List<Point> points, long rows) {
        this.points = points;
        double least = points.stream()
                .mapToDouble(point -> Math.min(point.accuracy(), point.lastLabel()))
                .min()
                .orElse(0);
        this.chart = new AccuracyChart(rows, least);
        this.svg = chart.svg();
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
                        chart.x(row), TOP, BOTTOM, DRIFT, row));
        chart.axes("rows");
        line(LAST, Point::lastLabel);
        line(MODEL, Point::accuracy);
        int each = (course.versions().size() + MOST_TICKS - 1) / MOST_TICKS;
        for (int i = 0; i < course.versions().size(); i += each) {
            svg.add(
                    "<path d='M%.1f %d v-6' stroke='black' stroke-width='0.6'/>",
                    chart.x(course.versions().get(i)), BOTTOM);
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

    private void line(String colour, ToDoubleFunction<Point> value) {
        chart.line(colour, points.size(), i -> points.get(i).row(), i -> value.applyAsDouble(points.get(i)));
    }
}
