package io.elmstream.bench;

import io.elmstream.data.Svg;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Lag, memory and CPU time of a sustained load over time, one chart below the other, as an SVG. */
public final class SustainedPicture {

    private static final int WIDTH = 900;
    private static final int LEFT = 70;
    private static final int RIGHT = 880;
    private static final int CHART = 90;
    private static final int STEP = 130;
    private static final int TOP = 34;
    private static final String COLOUR = "#1f5fa8";

    private SustainedPicture() {}

    /** @param result with at least one sample */
    public static String svg(SustainedBench.Result result) {
        Svg svg = new Svg(WIDTH, TOP + 2 * STEP + CHART + 44);
        List<SustainedBench.Sample> samples = result.samples();
        chart(svg, 0, "lag, in ms of the load", samples, sample -> 1000 * sample.lag() / result.perSecond());
        chart(svg, 1, "memory, MB", samples, SustainedBench.Sample::megabytes);
        chart(svg, 2, "CPU seconds for a million readings", samples, SustainedBench.Sample::cpuSeconds);
        int bottom = TOP + 2 * STEP + CHART;
        double minutes = samples.get(samples.size() - 1).seconds() / 60;
        for (int i = 0; i <= 4; i++) {
            svg.text(
                    LEFT + (RIGHT - LEFT) * i / 4.0,
                    bottom + 18,
                    i == 4 ? Svg.Anchor.END : Svg.Anchor.MIDDLE,
                    "black",
                    String.format(Locale.ROOT, "%.1f min", minutes * i / 4));
        }
        return svg.toString();
    }

    private static void chart(
            Svg svg,
            int number,
            String title,
            List<SustainedBench.Sample> samples,
            ToDoubleFunction<SustainedBench.Sample> figure) {
        int top = TOP + number * STEP;
        double highest =
                Math.max(1e-9, samples.stream().mapToDouble(figure).max().orElseThrow());
        double last = samples.get(samples.size() - 1).seconds();
        svg.text(LEFT, top - 10, Svg.Anchor.START, "black", title);
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, top, top + CHART, RIGHT);
        svg.text(LEFT - 6, top + 4, Svg.Anchor.END, "black", String.format(Locale.ROOT, "%,.4g", highest));
        svg.text(LEFT - 6, top + CHART + 4, Svg.Anchor.END, "black", "0");
        StringBuilder points = new StringBuilder();
        for (SustainedBench.Sample sample : samples) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + (RIGHT - LEFT) * sample.seconds() / last,
                    top + CHART * (1 - figure.applyAsDouble(sample) / highest)));
        }
        svg.add(
                "<polyline points='%s' fill='none' stroke='%s'/>",
                points.toString().strip(), COLOUR);
    }
}
