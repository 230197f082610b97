package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hidden layer that training draws.
 *
 * @param parts the kinds of units, side by side; none makes the model linear
 * @param direct whether there are direct links from the inputs to the outputs besides; required without parts
 */
public record LayerPlan(List<UnitPlan> parts, boolean direct) {

    /** Checks the parts and copies the list. */
    public LayerPlan {
        parts = List.copyOf(parts);
        Shapes.require(direct || !parts.isEmpty(), "parts is empty, must have units where there are no direct links");
        Shapes.require(
                parts.size() < MixedHidden.MOST,
                "parts has length " + parts.size() + ", must be less than " + MixedHidden.MOST);
        Shapes.require(
                units(parts) <= TrainingPlan.MAX_UNITS,
                "units is " + units(parts) + ", must be from 1 to " + TrainingPlan.MAX_UNITS);
    }

    /**
     * Returns a layer of one kind with direct links.
     *
     * @param part the units
     * @return the layer
     */
    public static LayerPlan of(UnitPlan part) {
        return new LayerPlan(List.of(part), true);
    }

    /**
     * Returns a layer of the generator splitmix-mixed-1 without direct links.
     *
     * @param units the number of units
     * @param activation the activation of every unit
     * @return the layer
     */
    public static LayerPlan mixed(int units, Activation activation) {
        return new LayerPlan(List.of(new UnitPlan.Mixed(units, activation)), false);
    }

    /** {@return a layer of direct links only} */
    public static LayerPlan linear() {
        return new LayerPlan(List.of(), true);
    }

    /** {@return the number of units apart from direct links} */
    public int units() {
        return units(parts);
    }

    /**
     * Returns the number of rows of H', which training solves for.
     *
     * @param inputs the number of features
     * @return the number of units, and with direct links one more for each input and for the constant
     */
    public int columns(int inputs) {
        return units() + (direct ? inputs + 1 : 0);
    }

    /** {@return whether units are drawn from training rows, which takes one more pass over them} */
    public boolean drawnFromRows() {
        return parts.stream().anyMatch(UnitPlan::drawnFromRows);
    }

    /**
     * Returns the same kinds with more or fewer units.
     *
     * @param units their number, at least one per kind
     * @return the layer, the units divided as before
     */
    public LayerPlan withUnits(int units) {
        List<UnitPlan> scaled = new ArrayList<>();
        int before = 0;
        int taken = 0;
        for (UnitPlan part : parts) {
            before += part.units();
            int upTo = (int) ((long) before * units / units());
            scaled.add(part.withUnits(upTo - taken));
            taken = upTo;
        }
        return new LayerPlan(scaled, direct);
    }

    /** {@return the kinds in a few words} */
    public String description() {
        String kinds = parts.isEmpty()
                ? "linear"
                : parts.stream().map(UnitPlan::description).collect(Collectors.joining(" + "));
        return direct ? kinds : kinds + ", no direct links";
    }

    private static int units(List<UnitPlan> parts) {
        return parts.stream().mapToInt(UnitPlan::units).sum();
    }
}
