package io.elmstream.cli.demo;

import io.elmstream.data.Svg;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Accuracy over the readings, beside that of the first version alone, with everything that happened, as an SVG. */
final class DriftPicture {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 870;
    private static final int TOP = 70;
    private static final int BOTTOM = 330;
    private static final int STEPS = 5;
    private static final int POINTS = 300;
    private static final String LEARNT = "#1f5fa8";
    private static final String FIRST = "#999999";
    private static final String SHIFT = "#b03030";
    private static final String FOUND = "#c07000";

    private final DriftCourse course;
    private final DriftResult result;
    private final double lowest;
    private final Svg svg = new Svg(WIDTH, HEIGHT);

    private DriftPicture(DriftCourse course, DriftResult result) {
        this.course = course;
        this.result = result;
        double least = IntStream.range(0, POINTS)
                .map(this::reading)
                .mapToDouble(to -> Math.min(accuracy(to), ofFirst(to)))
                .min()
                .orElse(0);
        this.lowest = Math.min(0.9, Math.floor(10 * least) / 10);
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
        axes();
        line(FIRST, this::ofFirst);
        line(LEARNT, this::accuracy);
        result.served().stream().skip(1).forEach(each -> {
            svg.add(
                    "<path d='M%.1f %d v-12' stroke='%s' stroke-width='2'><title>version %d</title></path>",
                    x(each.fromReading()), BOTTOM, LEARNT, each.version());
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
        svg.add("<path d='M%.1f %d V%d' stroke='%s' stroke-dasharray='4 3'/>", x(reading), TOP, BOTTOM, colour);
        svg.text(x(reading) + 4, y, Svg.Anchor.START, colour, words);
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
            long reading = (long) result.readings() * i / STEPS;
            svg.text(x(reading), BOTTOM + 18, Svg.Anchor.MIDDLE, "black", String.format(Locale.ROOT, "%,d", reading));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, Svg.Anchor.MIDDLE, "black", "readings");
    }

    private void line(String colour, IntToDoubleFunction value) {
        String path = IntStream.range(0, POINTS)
                .map(this::reading)
                .mapToObj(to -> String.format(Locale.ROOT, "%.1f,%.1f", x(to), y(value.applyAsDouble(to))))
                .collect(Collectors.joining(" "));
        svg.add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", path, colour);
    }

    private double x(double reading) {
        return LEFT + (RIGHT - LEFT) * reading / result.readings();
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - lowest) / (1 - lowest);
    }
}
