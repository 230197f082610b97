package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.UnitFamily;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hidden layers that a search compares. No kind is best everywhere: steep units over one or two inputs find
 * thresholds, flat ones over several find combinations, contrast and radial units follow the rows. Radial layers have
 * no direct links, which fit noise where features are many; all others have.
 */
final class CandidateLayers {

    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> FEWEST = List.of(1, 1, 2, 2);
    private static final List<Integer> FROM_ONE = List.of(1, 2, 3, 4);
    private static final List<Integer> FEW = List.of(2, 3, 4);
    private static final List<Integer> MANY = List.of(4, 8, 16);

    private CandidateLayers() {}

    /** Returns one layer of each kind that was best on some data. */
    static List<LayerPlan> few(int units) {
        return List.of(
                drawn(units, Activation.TANH, FEW, 2f),
                drawn(units, Activation.RELU, FEW, 1f),
                anchored(units, Activation.TANH, FEWEST, 4f, 8f, 16f),
                anchored(units, Activation.CLIP, FROM_ONE, 2f, 4f, 8f),
                anchored(units, Activation.RELU, FROM_ONE, 1f),
                besideRadial(units),
                contrast(units, Activation.CLIP, ONE, 4),
                contrast(units, Activation.TANH, List.of(8), 1),
                radial(units, 1.5f),
                LayerPlan.linear());
    }

    /** Returns these and their neighbours. */
    static List<LayerPlan> all(int units) {
        Stream<LayerPlan> families = Stream.of(
                drawn(units, Activation.CLIP, FEW, 2f),
                drawn(units, Activation.TANH, List.of(2, 3, 4, 8), 2f),
                anchored(units, Activation.TANH, FEW, 1f, 2f),
                anchored(units, Activation.RELU, FEW, 1f),
                anchored(units, Activation.RELU, MANY, 1f),
                anchored(units, Activation.TANH, MANY, 1f, 2f),
                anchored(units, Activation.CLIP, FEWEST, 4f, 8f, 16f),
                anchored(units, Activation.CLIP, FEWEST, 16f, 32f, 64f),
                LayerPlan.of(new UnitPlan.Mixed(units, Activation.TANH)),
                LayerPlan.of(new UnitPlan.Mixed(units, Activation.RELU)));
        Stream<LayerPlan> fromRows = Stream.of(
                contrast(units, Activation.CLIP, FROM_ONE, 16),
                contrast(units, Activation.RELU, FROM_ONE, 16),
                contrast(units, Activation.TANH, List.of(2, 4, 8), 16),
                contrast(units, Activation.RELU, MANY, 16),
                contrast(units, Activation.TANH, List.of(32), 1),
                radial(units, 0.1f),
                radial(units, 0.4f),
                radial(units, 6f),
                radial(units, 25f));
        Stream<LayerPlan> halves = Stream.of(
                half(drawn(units / 2, Activation.TANH, FEW, 2f), besideRadial(units - units / 2)),
                half(
                        anchored(units / 2, Activation.CLIP, FEWEST, 4f, 8f, 16f),
                        drawn(units - units / 2, Activation.RELU, FEW, 1f)),
                half(
                        contrast(units / 2, Activation.CLIP, FEWEST, 4),
                        contrast(units - units / 2, Activation.RELU, FROM_ONE, 16)),
                half(radial(units / 2, 4f), besideRadial(units - units / 2)));
        return Stream.of(few(units).stream(), families, fromRows, halves)
                .flatMap(each -> each)
                .toList();
    }

    /** Returns a layer of radial units only. */
    static LayerPlan radial(int units, float gamma) {
        return new LayerPlan(List.of(new UnitPlan.Radial(units, gamma)), false);
    }

    /** Returns a layer that often is the best to share the units with radial ones. */
    static LayerPlan besideRadial(int units) {
        return contrast(units, Activation.TANH, FROM_ONE, 16);
    }

    /** Returns both layers in one, with direct links. */
    static LayerPlan half(LayerPlan one, LayerPlan other) {
        return new LayerPlan(
                Stream.concat(one.parts().stream(), other.parts().stream()).toList(), true);
    }

    private static LayerPlan drawn(int units, Activation activation, List<Integer> widths, Float... gains) {
        return family(units, activation, widths, false, gains);
    }

    private static LayerPlan anchored(int units, Activation activation, List<Integer> widths, Float... gains) {
        return family(units, activation, widths, true, gains);
    }

    private static LayerPlan family(
            int units, Activation activation, List<Integer> widths, boolean anchored, Float... gains) {
        return LayerPlan.of(new UnitPlan.Family(units, activation, new UnitFamily(widths, List.of(gains)), anchored));
    }

    private static LayerPlan contrast(int units, Activation activation, List<Integer> widths, int nearest) {
        return LayerPlan.of(new UnitPlan.Contrast(units, activation, widths, nearest));
    }
}
