package io.elmstream.cli.offline;

import io.elmstream.data.Svg;
import io.elmstream.training.Metric;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.Trial;
import java.util.List;
import java.util.Locale;

/** The metric over the time of a reading, one point per trial, as an SVG. */
final class SearchPicture {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 680;
    private static final int TOP = 60;
    private static final int BOTTOM = 340;
    private static final int STEPS = 4;
    private static final String CHOSEN = "#b03030";

    private final Metric metric;
    private final double fastest;
    private final double slowest;
    private final double worst;
    private final double best;
    private final Svg svg = new Svg(WIDTH, HEIGHT);

    private SearchPicture(Metric metric, List<Trial> trials, Trial chosen) {
        this.metric = metric;
        this.fastest = trials.stream().mapToDouble(Trial::nanos).min().orElseThrow() / 1.2;
        this.slowest = trials.stream().mapToDouble(Trial::nanos).max().orElseThrow() * 1.2;
        // the better half of all: a linear model may be far below
        List<Double> values = trials.stream()
                .map(trial -> metric.value(trial.scores()))
                .sorted()
                .toList();
        this.best = values.get(values.size() - 1);
        this.worst = Math.min(Math.min(values.get(values.size() / 3), value(chosen)), best - 1e-4);
    }

    static String svg(Metric metric, PlanSearch.Result result) {
        return new SearchPicture(metric, result.trials(), result.chosen()).draw(result);
    }

    private String draw(PlanSearch.Result result) {
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, TOP, BOTTOM, RIGHT);
        for (int i = 0; i <= STEPS; i++) {
            double value = worst + (best - worst) * i / STEPS;
            svg.text(
                    LEFT - 6,
                    y(value) + 4,
                    Svg.Anchor.END,
                    "black",
                    metric == Metric.LOG_LOSS
                            ? String.format(Locale.ROOT, "%.4f", -value)
                            : String.format(Locale.ROOT, "%.2f %%", 100 * value));
            double nanos = fastest * Math.pow(slowest / fastest, (double) i / STEPS);
            svg.text(x(nanos), BOTTOM + 18, Svg.Anchor.MIDDLE, "black", String.format(Locale.ROOT, "%,.0f", nanos));
        }
        svg.text(
                (LEFT + RIGHT) / 2.0,
                BOTTOM + 40,
                Svg.Anchor.MIDDLE,
                "black",
                "ns a reading, measured; lighter: tried on some rows");
        svg.text(
                LEFT,
                TOP - 42,
                Svg.Anchor.START,
                "black",
                metric.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        result.trials().forEach(trial -> point(trial, trial.complete() ? "#1f5fa8" : "#a9c4e2", 4));
        point(result.chosen(), CHOSEN, 6);
        legend(result.chosen());
        return svg.toString();
    }

    /** Names the chosen plan above the axes, where no point is and a long name has room. */
    private void legend(Trial chosen) {
        int y = TOP - 22;
        svg.circle(LEFT + 6, y - 4, 6, CHOSEN, "chosen");
        svg.text(LEFT + 18, y, Svg.Anchor.START, CHOSEN, name(chosen));
    }

    private static String name(Trial trial) {
        return String.format(
                Locale.ROOT,
                "%,d units, %s",
                trial.plan().layer().units(),
                trial.plan().layer().description());
    }

    private void point(Trial trial, String colour, int size) {
        if (value(trial) >= worst) {
            svg.circle(
                    x(trial.nanos()),
                    y(value(trial)),
                    size,
                    colour,
                    String.format(Locale.ROOT, "%s, %,d rows", name(trial), trial.rows()));
        }
    }

    private double value(Trial trial) {
        return metric.value(trial.scores());
    }

    private double x(double nanos) {
        return LEFT + (RIGHT - LEFT) * Math.log(nanos / fastest) / Math.log(slowest / fastest);
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - worst) / (best - worst);
    }
}
