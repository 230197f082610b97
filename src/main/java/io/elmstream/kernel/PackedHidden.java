package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HiddenUnits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Hidden units in the layout that the forward passes read. Units of the same bend and number of links form a
 * {@link UnitGroup}; in a group they keep their order. Their place is their slot, and the outputs are summed in the
 * order of the slots.
 *
 * <p>A unit with few links has their inputs and weights, and its sum leaves out the inputs that it does not see. Sums
 * start at the bias and add inputs in ascending order, so that a product with a weight of 0 changes no bit, and it does
 * not matter which way a unit is computed.
 */
final class PackedHidden {

    /** Links are multiplied one by one where a unit has fewer than one in this many; measured, see KernelBench. */
    private static final int SPARSE = 3;

    /** The same for a single row, which has to copy the inputs that links see. */
    private static final int SPARSE_FOR_A_ROW = 8;

    /** What units have in common; those with panels come first. */
    private record Kind(Bend bend, int width, boolean panels) {

        static final Comparator<Kind> ORDER = Comparator.comparing((Kind kind) -> !kind.panels)
                .thenComparing(Kind::bend)
                .thenComparing(Kind::width);
    }

    /** The number of columns of W: one per input, and one for their mean square if any unit sees it. */
    final int columns;

    final UnitGroup[] groups;
    /** The number of slots whose groups have panels; they come first. */
    final int panelSlots;
    /** The number of links of groups without panels; they come first. */
    final int rowLinks;
    /** The unit of each slot, or -1. */
    final int[] units;
    /** By slot. */
    final float[] biases;
    /** By link. */
    final int[] inputs;
    /** By link. */
    final float[] weights;

    final float[] panels;

    PackedHidden(HiddenUnits hidden) {
        columns = hidden.columns();
        Map<Kind, List<Integer>> kinds = new TreeMap<>(Kind.ORDER);
        for (int u = 0; u < hidden.count(); u++) {
            kinds.computeIfAbsent(kind(hidden, u), kind -> new ArrayList<>()).add(u);
        }
        rowLinks = links(kinds, kind -> !kind.panels);
        groups = groups(kinds);
        UnitGroup last = groups[groups.length - 1];
        panelSlots = slotsWithPanels();
        units = new int[last.end()];
        biases = new float[last.end()];
        inputs = new int[links(kinds, kind -> true)];
        weights = new float[inputs.length];
        panels = new float[Math.multiplyExact(panelSlots, columns)];
        int g = 0;
        for (List<Integer> members : kinds.values()) {
            layOut(hidden, members, groups[g++]);
        }
    }

    /** Returns the memory, in bytes. */
    long bytes() {
        long figures = (long) inputs.length + weights.length + panels.length + biases.length;
        return (figures + units.length) * Float.BYTES;
    }

    private Kind kind(HiddenUnits hidden, int unit) {
        Bend bend = Bend.of(hidden.activation(unit));
        int links = hidden.first(unit + 1) - hidden.first(unit);
        int width = links <= 4 ? Math.max(links, 1) : (links + 3) / 4 * 4;
        return (long) SPARSE * width > columns
                ? new Kind(bend, 0, true)
                : new Kind(bend, width, columns <= (long) SPARSE_FOR_A_ROW * width);
    }

    private UnitGroup[] groups(Map<Kind, List<Integer>> kinds) {
        List<UnitGroup> made = new ArrayList<>();
        int slot = 0;
        int links = 0;
        int linksBesidePanels = rowLinks;
        for (Map.Entry<Kind, List<Integer>> each : kinds.entrySet()) {
            Kind kind = each.getKey();
            int count = each.getValue().size();
            int end = slot + padded(count);
            int size = links(kind, count);
            if (kind.panels) {
                int panel = Math.multiplyExact(slot, columns);
                made.add(new UnitGroup(kind.bend, kind.width, slot, count, end, linksBesidePanels, panel));
                linksBesidePanels = Math.addExact(linksBesidePanels, size);
            } else {
                made.add(new UnitGroup(kind.bend, kind.width, slot, count, end, links, -1));
                links += size;
            }
            slot = end;
        }
        return made.toArray(UnitGroup[]::new);
    }

    private static int links(Map<Kind, List<Integer>> kinds, Predicate<Kind> of) {
        int links = 0;
        for (Map.Entry<Kind, List<Integer>> each : kinds.entrySet()) {
            links = Math.addExact(
                    links,
                    of.test(each.getKey())
                            ? links(each.getKey(), each.getValue().size())
                            : 0);
        }
        return links;
    }

    private static int links(Kind kind, int count) {
        return Math.multiplyExact(padded(count), kind.width);
    }

    private int slotsWithPanels() {
        int end = 0;
        for (UnitGroup group : groups) {
            end = group.panel() < 0 ? end : group.end();
        }
        return end;
    }

    private void layOut(HiddenUnits hidden, List<Integer> members, UnitGroup group) {
        Arrays.fill(units, group.first(), group.end(), -1);
        int slot = group.first();
        for (int unit : members) {
            units[slot] = unit;
            layOut(hidden, unit, group, slot++);
        }
    }

    private void layOut(HiddenUnits hidden, int unit, UnitGroup group, int slot) {
        float slope = hidden.activation(unit) == Activation.SIGMOID ? 0.5f : 1;
        biases[slot] = slope * hidden.bias(unit);
        int link = group.link(slot, 0);
        for (int i = hidden.first(unit); i < hidden.first(unit + 1); i++) {
            float weight = slope * hidden.weight(i);
            if (group.width() > 0) {
                inputs[link] = hidden.input(i);
                weights[link] = weight;
                link += group.size();
            }
            if (group.panel() >= 0) {
                panels[group.weight(slot, hidden.input(i), columns)] = weight;
            }
        }
    }

    /** Rounds up to whole panels. */
    static int padded(int count) {
        return (count + PackedModel.PANEL - 1) / PackedModel.PANEL * PackedModel.PANEL;
    }
}
