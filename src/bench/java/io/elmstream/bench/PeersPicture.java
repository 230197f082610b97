package io.elmstream.bench;

import io.elmstream.data.Svg;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Throughput and latency of Elmstream and its peers as bars, as an SVG. */
public final class PeersPicture {

    private static final int WIDTH = 900;
    private static final int ROW = 28;
    private static final int TOP = 44;
    private static final int NAMES = 290;
    private static final int THROUGHPUT = 300;
    private static final int LATENCY = 620;
    private static final int LENGTH = 200;
    private static final String OURS = "#1f5fa8";
    private static final String THEIRS = "#8a8f98";

    private PeersPicture() {}

    /** @param results from the top downwards */
    public static String svg(List<PeersBench.Result> results) {
        Svg svg = new Svg(WIDTH, TOP + ROW * results.size() + 12);
        svg.text(THROUGHPUT, 24, Svg.Anchor.START, "black", "readings/s, exactly once");
        svg.text(LATENCY, 24, Svg.Anchor.START, "black", "latency in ms: median (dark) and p99");
        for (int i = 0; i < results.size(); i++) {
            svg.text(
                    NAMES,
                    TOP + i * ROW + 15,
                    Svg.Anchor.END,
                    "black",
                    results.get(i).peer());
        }
        bars(
                svg,
                results,
                THROUGHPUT,
                PeersBench.Result::perSecond,
                1,
                r -> String.format(Locale.ROOT, "%,.0f", r.perSecond()));
        double slowest =
                results.stream().mapToDouble(PeersBench.Result::p99).max().orElseThrow();
        bars(
                svg,
                results,
                LATENCY,
                PeersBench.Result::p99,
                0.45,
                r -> String.format(Locale.ROOT, "%.0f / %.0f", r.p50(), r.p99()));
        for (int i = 0; i < results.size(); i++) {
            bar(svg, isOurs(results.get(i)), i, LATENCY, results.get(i).p50() / slowest, 1);
        }
        return svg.toString();
    }

    private static void bars(
            Svg svg,
            List<PeersBench.Result> results,
            int left,
            ToDoubleFunction<PeersBench.Result> figure,
            double opacity,
            Function<PeersBench.Result, String> words) {
        double largest = results.stream().mapToDouble(figure).max().orElseThrow();
        for (int i = 0; i < results.size(); i++) {
            double share = figure.applyAsDouble(results.get(i)) / largest;
            bar(svg, isOurs(results.get(i)), i, left, share, opacity);
            svg.text(
                    left + LENGTH * share + 6,
                    TOP + i * ROW + 15,
                    Svg.Anchor.START,
                    "black",
                    words.apply(results.get(i)));
        }
    }

    private static boolean isOurs(PeersBench.Result result) {
        return result.peer().startsWith(Peer.ELMSTREAM.title());
    }

    private static void bar(Svg svg, boolean ours, int row, int left, double share, double opacity) {
        svg.add(
                "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s' fill-opacity='%.2f'/>",
                left, TOP + row * ROW, LENGTH * share, ROW - 8, ours ? OURS : THEIRS, opacity);
    }
}
