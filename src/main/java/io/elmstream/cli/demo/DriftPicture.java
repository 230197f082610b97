package io.elmstream.cli.demo;

import static io.elmstream.data.AccuracyChart.BOTTOM;
import static io.elmstream.data.AccuracyChart.LEFT;
import static io.elmstream.data.AccuracyChart.TOP;

import io.elmstream.data.AccuracyChart;
import io.elmstream.data.Svg;
import java.util.Locale;
import java.util.stream.IntStream;

/** Accuracy over the readings, beside that of the first version alone, with everything that happened, as an SVG. */
final class DriftPicture {

    private static final int POINTS = 300;
    private static final String LEARNT = "#1f5fa8";
    private static final String FIRST = "#999999";
    private static final String SHIFT = "#b03030";
    private static final String FOUND = "#c07000";

    private final DriftCourse course;
    private final DriftResult result;
    private final AccuracyChart chart;
    private final Svg svg;

    private DriftPicture(DriftCourse course, DriftResult result) {
        this.course = course;
        this.result = result;
        double least = IntStream.range(0, POINTS)
                .map(this::reading)
                .mapToDouble(to -> Math.min(accuracy(to), ofFirst(to)))
                .min()
                .orElse(0);
        this.chart = new AccuracyChart(result.readings(), least);
        this.svg = chart.svg();
    }

    static String svg(DriftCourse course, DriftResult result) {
        return new DriftPicture(course, result).draw();
    }

    private int reading(int point) {
        return Math.max(DriftResult.WINDOW, result.readings() * (point + 1) / POINTS);
    }

    private double accuracy(int to) {
        return course.accuracy(to - DriftResult.WINDOW, to);
    }

    private double ofFirst(int to) {
        return course.accuracyOfFirst(to - DriftResult.WINDOW, to);
    }

    private String draw() {
        mark(result.shiftAt(), SHIFT, "scale shifts", TOP - 4);
        mark(result.killedAt(), "#555555", "kill -9", TOP - 4);
        result.rowsToDetection().ifPresent(rows -> mark(result.shiftAt() + rows, FOUND, "drift reported", BOTTOM - 8));
        chart.axes("readings");
        chart.line(FIRST, POINTS, this::reading, point -> ofFirst(reading(point)));
        chart.line(LEARNT, POINTS, this::reading, point -> accuracy(reading(point)));
        result.served().stream().skip(1).forEach(each -> {
            svg.add(
                    "<path d='M%.1f %d v-12' stroke='%s' stroke-width='2'><title>version %d</title></path>",
                    chart.x(each.fromReading()), BOTTOM, LEARNT, each.version());
        });
        svg.text(
                LEFT,
                TOP - 44,
                Svg.Anchor.START,
                LEARNT,
                String.format(
                        Locale.ROOT,
                        "with the learner, %.1f %% at the end (lines: the last %d readings; ticks: its versions)",
                        100 * result.after(),
                        DriftResult.WINDOW));
        svg.text(
                LEFT,
                TOP - 26,
                Svg.Anchor.START,
                FIRST,
                String.format(Locale.ROOT, "version 1 alone, %.1f %%", 100 * result.withoutLearner()));
        return svg.toString();
    }

    private void mark(double reading, String colour, String words, int y) {
        svg.add("<path d='M%.1f %d V%d' stroke='%s' stroke-dasharray='4 3'/>", chart.x(reading), TOP, BOTTOM, colour);
        svg.text(chart.x(reading) + 4, y, Svg.Anchor.START, colour, words);
    }
}
