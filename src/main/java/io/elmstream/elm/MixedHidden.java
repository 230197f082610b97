package io.elmstream.elm;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hidden layer made of layers of other kinds, side by side: their units, one layer after the other.
 *
 * @param parts two to {@value #MOST} layers with the same inputs, none of them mixed
 */
public record MixedHidden(List<HiddenLayer> parts) implements HiddenLayer {

    /** The largest number of parts. */
    public static final int MOST = 16;

    /** Checks the parts and copies the list. */
    public MixedHidden {
        parts = List.copyOf(parts);
        Shapes.require(
                parts.size() >= 2 && parts.size() <= MOST,
                "parts has length " + parts.size() + ", must have from 2 to " + MOST);
        long units = 0;
        for (HiddenLayer part : parts) {
            Shapes.require(!(part instanceof MixedHidden), "parts has a mixed layer, must have others only");
            Shapes.require(
                    part.inputs() == parts.get(0).inputs(),
                    "parts have " + parts.get(0).inputs() + " and " + part.inputs() + " inputs, must have the same");
            units += part.units();
        }
        Shapes.require(units <= Integer.MAX_VALUE / 8, "parts have " + units + " units together, too many");
    }

    @Override
    public int inputs() {
        return parts.get(0).inputs();
    }

    @Override
    public int units() {
        return parts.stream().mapToInt(HiddenLayer::units).sum();
    }

    @Override
    public Set<Activation> activations() {
        EnumSet<Activation> activations = EnumSet.noneOf(Activation.class);
        parts.forEach(part -> activations.addAll(part.activations()));
        return activations;
    }

    @Override
    public HiddenUnits expand() {
        List<HiddenUnits> expanded = parts.stream().map(HiddenLayer::expand).toList();
        int links = expanded.stream().mapToInt(part -> part.first(part.count())).sum();
        HiddenUnits.Builder builder = new HiddenUnits.Builder(inputs(), units(), links);
        expanded.forEach(builder::units);
        return builder.build();
    }

    @Override
    public String description() {
        return parts.stream()
                .map(part -> part.units() + " units: " + part.description())
                .collect(Collectors.joining("; "));
    }
}
