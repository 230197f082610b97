package io.elmstream.bench;

import io.elmstream.data.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accuracy on test rows over the time of a reading, one panel for each sample, as an SVG. */
public final class AccuracyPicture {

    private static final int WIDTH = 720;
    private static final int PANEL = 320;
    private static final int LEFT = 70;
    private static final int RIGHT = 700;
    private static final int TOP = 70;
    private static final int BOTTOM = 260;
    private static final int STEPS = 4;
    private static final String DENSE = "#707070";
    private static final String ONNX = "#b03030";
    private static final Map<String, String> KINDS =
            Map.of("clip", "#1f5fa8", "relu", "#1d8a5a", "tanh", "#e08a00", "radial", "#7d4fa0");

    private record Point(String name, double nanos, double accuracy, String colour) {}

    private AccuracyPicture() {}

    /** @param samples one or more */
    public static String svg(List<EqualAccuracyBench.Comparison> samples) {
        Svg svg = new Svg(WIDTH, PANEL * samples.size() + 20);
        for (int i = 0; i < samples.size(); i++) {
            panel(svg, samples.get(i), i * PANEL);
        }
        return svg.toString();
    }

    private static void panel(Svg svg, EqualAccuracyBench.Comparison sample, int top) {
        List<Point> points = points(sample);
        double fastest = points.stream().mapToDouble(Point::nanos).min().orElseThrow() / 1.2;
        double slowest = points.stream().mapToDouble(Point::nanos).max().orElseThrow() * 1.2;
        double best = points.stream().mapToDouble(Point::accuracy).max().orElseThrow();
        // models far below the dense one would press the others together
        double worst = sample.dense().accuracy() - 2 * (best - sample.dense().accuracy()) - 1e-3;
        svg.text(LEFT, top + 18, Svg.Anchor.START, "black", sample.sample() + ": accuracy on test rows");
        legend(svg, top + 38);
        svg.add("<path d='M%d %d V%d H%d' fill='none' stroke='gray'/>", LEFT, top + TOP, top + BOTTOM, RIGHT);
        for (int i = 0; i <= STEPS; i++) {
            double share = (double) i / STEPS;
            String percent = String.format(Locale.ROOT, "%.2f %%", 100 * (worst + (best - worst) * share));
            svg.text(LEFT - 6, top + BOTTOM - (BOTTOM - TOP) * share + 4, Svg.Anchor.END, "black", percent);
            String micros = String.format(Locale.ROOT, "%.2f", fastest * Math.pow(slowest / fastest, share) / 1000);
            svg.text(LEFT + (RIGHT - LEFT) * share, top + BOTTOM + 18, Svg.Anchor.MIDDLE, "black", micros);
        }
        svg.text((LEFT + RIGHT) / 2.0, top + BOTTOM + 38, Svg.Anchor.MIDDLE, "black", "µs a reading, one thread");
        for (Point point : points) {
            if (point.accuracy >= worst) {
                double x = LEFT + (RIGHT - LEFT) * Math.log(point.nanos / fastest) / Math.log(slowest / fastest);
                double y = top + BOTTOM - (BOTTOM - TOP) * (point.accuracy - worst) / (best - worst);
                boolean baseline = point.colour.equals(ONNX) || point.colour.equals(DENSE);
                svg.circle(x, y, baseline ? 6 : 4, point.colour, point.name);
            }
        }
    }

    private static List<Point> points(EqualAccuracyBench.Comparison sample) {
        List<Point> points = new ArrayList<>();
        sample.others().forEach(other -> points.add(point(other, colour(other.layer()))));
        EqualAccuracyBench.Result dense = sample.dense();
        points.add(point(dense, DENSE));
        if (dense.onnxRuntime() != null) {
            points.add(new Point("dense, ONNX Runtime", dense.onnxRuntime(), dense.accuracy(), ONNX));
        }
        return points;
    }

    private static Point point(EqualAccuracyBench.Result model, String colour) {
        return new Point(model.units() + " units, " + model.layer(), model.nanosPerReading(), model.accuracy(), colour);
    }

    private static String colour(String layer) {
        return KINDS.entrySet().stream()
                .filter(kind -> layer.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("black");
    }

    private static void legend(Svg svg, int y) {
        record Entry(String name, String colour, int x, int row) {}
        List.of(
                        new Entry("few inputs, clip", KINDS.get("clip"), 70, 0),
                        new Entry("few inputs, relu", KINDS.get("relu"), 200, 0),
                        new Entry("few inputs, tanh", KINDS.get("tanh"), 330, 0),
                        new Entry("radial", KINDS.get("radial"), 460, 0),
                        new Entry("dense, tanh", DENSE, 70, 1),
                        new Entry("dense, tanh, ONNX Runtime", ONNX, 200, 1))
                .forEach(entry -> {
                    double line = y + 18.0 * entry.row;
                    svg.circle(entry.x + 5, line - 4, 4, entry.colour, entry.name);
                    svg.text(entry.x + 14, line, Svg.Anchor.START, "black", entry.name);
                });
    }
}
