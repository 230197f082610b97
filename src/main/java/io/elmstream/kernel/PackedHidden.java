package io.elmstream.kernel;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HiddenUnits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hidden units in the layout that the forward passes read. Units of the same bend and number of links form a
 * {@link UnitGroup}; in a group they keep their order, and their place in it is their slot. The outputs are summed in
 * the order of the units, whatever their slots.
 *
 * <p>A unit with few links has their inputs and weights, and its sum leaves out the inputs that it does not see. Sums
 * start at the bias and add inputs in ascending order, so that a product with a weight of 0 changes no bit, and it does
 * not matter which way a unit is computed.
 */
final class PackedHidden {

    /** Links are multiplied one by one where a unit has fewer than one in this many; measured, see KernelBench. */
    private static final int SPARSE = 3;

    /** The same for a single row, which would have to gather its inputs. */
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
    /** By group, then by chunk of units: the first slot of a unit of this chunk or a later one. */
    final int[][] starts;
    /** The unit of each slot, or -1. */
    final int[] units;
    /** The slot of each unit, padded to whole panels with the slot of unit 0. */
    final int[] slots;
    /** By unit. */
    final Bend[] bends;
    /** By slot. */
    final float[] biases;

    final int[] inputs;
    final float[] weights;
    final float[] panels;

    PackedHidden(HiddenUnits hidden) {
        columns = hidden.columns();
        int count = hidden.count();
        bends = new Bend[count];
        Map<Kind, List<Integer>> kinds = new TreeMap<>(Kind.ORDER);
        for (int u = 0; u < count; u++) {
            bends[u] = Bend.of(hidden.activation(u));
            kinds.computeIfAbsent(kind(bends[u], hidden.first(u + 1) - hidden.first(u)), kind -> new ArrayList<>())
                    .add(u);
        }
        groups = groups(kinds);
        UnitGroup last = groups[groups.length - 1];
        panelSlots = slotsWithPanels();
        slots = new int[padded(count)];
        units = new int[last.end()];
        biases = new float[last.end()];
        starts = new int[groups.length][(count + PackedModel.CHUNK - 1) / PackedModel.CHUNK + 1];
        inputs = new int[linksBefore(groups.length)];
        weights = new float[inputs.length];
        panels = new float[Math.multiplyExact(panelSlots, columns)];
        int g = 0;
        for (List<Integer> members : kinds.values()) {
            layOut(hidden, members, g++);
        }
        Arrays.fill(slots, count, slots.length, slots[0]);
    }

    /** Returns the memory, in bytes. */
    long bytes() {
        long figures = (long) inputs.length + weights.length + panels.length + biases.length;
        long indexes = (long) units.length + slots.length + bends.length + (long) starts.length * starts[0].length;
        return (figures + indexes) * Float.BYTES;
    }

    private Kind kind(Bend bend, int links) {
        int width = links <= 4 ? Math.max(links, 1) : (links + 3) / 4 * 4;
        return (long) SPARSE * width > columns
                ? new Kind(bend, 0, true)
                : new Kind(bend, width, columns <= (long) SPARSE_FOR_A_ROW * width);
    }

    private UnitGroup[] groups(Map<Kind, List<Integer>> kinds) {
        List<UnitGroup> made = new ArrayList<>();
        int slot = 0;
        int links = 0;
        for (Map.Entry<Kind, List<Integer>> each : kinds.entrySet()) {
            Kind kind = each.getKey();
            int end = slot + padded(each.getValue().size());
            int panel = kind.panels ? Math.multiplyExact(slot, columns) : -1;
            made.add(new UnitGroup(kind.bend, kind.width, slot, end, links, panel));
            links = Math.addExact(links, Math.multiplyExact(end - slot, kind.width));
            slot = end;
        }
        return made.toArray(UnitGroup[]::new);
    }

    private int slotsWithPanels() {
        int end = 0;
        for (UnitGroup group : groups) {
            end = group.panel() < 0 ? end : group.end();
        }
        return end;
    }

    private int linksBefore(int group) {
        UnitGroup last = groups[group - 1];
        return last.links() + (last.end() - last.first()) * last.width();
    }

    private void layOut(HiddenUnits hidden, List<Integer> members, int g) {
        UnitGroup group = groups[g];
        Arrays.fill(units, group.first(), group.end(), -1);
        Arrays.fill(starts[g], group.first() + members.size());
        for (int i = members.size() - 1; i >= 0; i--) {
            int unit = members.get(i);
            int slot = group.first() + i;
            slots[unit] = slot;
            units[slot] = unit;
            starts[g][unit / PackedModel.CHUNK] = slot;
            layOut(hidden, unit, group, slot);
        }
        for (int c = starts[g].length - 2; c >= 0; c--) {
            starts[g][c] = Math.min(starts[g][c], starts[g][c + 1]);
        }
    }

    private void layOut(HiddenUnits hidden, int unit, UnitGroup group, int slot) {
        float slope = hidden.activation(unit) == Activation.SIGMOID ? 0.5f : 1;
        biases[slot] = slope * hidden.bias(unit);
        int link = group.link(slot);
        for (int i = hidden.first(unit); i < hidden.first(unit + 1); i++) {
            float weight = slope * hidden.weight(i);
            if (group.width() > 0) {
                inputs[link] = hidden.input(i);
                weights[link] = weight;
                link += PackedModel.PANEL;
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
