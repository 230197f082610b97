package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.Shapes;
import io.elmstream.elm.UnitFamily;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of hidden units, how many, and what they are drawn by. */
public sealed interface UnitPlan {

    /** {@return the number of units, 1 or more} */
    int units();

    /** {@return the activation of every unit} */
    Activation activation();

    /** {@return whether the units are drawn from training rows, which takes one more pass over them} */
    boolean drawnFromRows();

    /**
     * Returns more or fewer units of the same kind.
     *
     * @param units their number, 1 or more
     * @return the kind with that number
     */
    UnitPlan withUnits(int units);

    /** {@return the kind in a few words, without the number of units} */
    String description();

    /**
     * Units of the generator splitmix-mixed-1, which see 2, 3, 4 or all inputs.
     *
     * @param units the number of units
     * @param activation the activation of every unit
     */
    record Mixed(int units, Activation activation) implements UnitPlan {

        /** Checks the values. */
        public Mixed {
            require(units, activation);
        }

        @Override
        public boolean drawnFromRows() {
            return false;
        }

        @Override
        public UnitPlan withUnits(int count) {
            return new Mixed(count, activation);
        }

        @Override
        public String description() {
            return "mixed " + name(activation);
        }
    }

    /**
     * Units that see few inputs, of several widths and gains.
     *
     * @param units the number of units
     * @param activation the activation of every unit
     * @param family the widths and gains
     * @param anchored whether a unit bends at a training row; otherwise its bias is drawn
     */
    record Family(int units, Activation activation, UnitFamily family, boolean anchored) implements UnitPlan {

        /** Checks the values. */
        public Family {
            require(units, activation);
        }

        @Override
        public boolean drawnFromRows() {
            return anchored;
        }

        @Override
        public UnitPlan withUnits(int count) {
            return new Family(count, activation, family, anchored);
        }

        @Override
        public String description() {
            return "family " + list(family.widths()) + " gain " + list(family.gains()) + " "
                    + (anchored ? "anchored " : "") + name(activation);
        }
    }

    /**
     * Units that tell two training rows of different classes apart: with v their difference over some random inputs,
     * {@code w = 2v / v'v}, and the bias gives 0 at their midpoint, so that the sum is 1 and -1 at the two rows. (Zhu,
     * Miao, Qing: "Constrained extreme learning machine", IJCNN 2014, over all inputs.) If the second row is the
     * nearest of several, units are steep where classes meet, whatever the scale of an input, and flat elsewhere.
     *
     * @param units the number of units
     * @param activation the activation of every unit
     * @param widths the numbers of inputs seen, in turn, 1 to {@value UnitFamily#LARGEST_WIDTH} each
     * @param nearest of how many rows of other classes the second row is the nearest, over the inputs seen; 1 to
     *     {@value #MOST_NEAREST}
     */
    record Contrast(int units, Activation activation, List<Integer> widths, int nearest) implements UnitPlan {

        /** The largest number of rows to take the nearest of. */
        public static final int MOST_NEAREST = 256;

        /** Checks the values and copies the widths. */
        public Contrast {
            require(units, activation);
            widths = List.copyOf(widths);
            Shapes.require(!widths.isEmpty(), "widths is empty, must have one or more");
            for (int width : widths) {
                Shapes.require(
                        width >= 1 && width <= UnitFamily.LARGEST_WIDTH,
                        "width is " + width + ", must be from 1 to " + UnitFamily.LARGEST_WIDTH);
            }
            Shapes.require(
                    nearest >= 1 && nearest <= MOST_NEAREST,
                    "nearest is " + nearest + ", must be from 1 to " + MOST_NEAREST);
        }

        @Override
        public boolean drawnFromRows() {
            return true;
        }

        @Override
        public UnitPlan withUnits(int count) {
            return new Contrast(count, activation, widths, nearest);
        }

        @Override
        public String description() {
            return "contrast " + list(widths) + (nearest == 1 ? " " : " nearest of " + nearest + " ")
                    + name(activation);
        }
    }

    /**
     * Radial units, whose centres are training rows.
     *
     * @param units the number of units
     * @param gamma their narrowness, above 0 and up to {@link RadialHidden#LARGEST_GAMMA}
     */
    record Radial(int units, float gamma) implements UnitPlan {

        /** Checks the values. */
        public Radial {
            require(units, Activation.TANH);
            Shapes.require(
                    gamma > 0 && gamma <= RadialHidden.LARGEST_GAMMA,
                    "gamma is " + gamma + ", must be above 0 and up to " + RadialHidden.LARGEST_GAMMA);
        }

        @Override
        public Activation activation() {
            return Activation.GAUSSIAN;
        }

        @Override
        public boolean drawnFromRows() {
            return true;
        }

        @Override
        public UnitPlan withUnits(int count) {
            return new Radial(count, gamma);
        }

        @Override
        public String description() {
            return "radial " + number(gamma);
        }
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    private static String list(List<? extends Number> numbers) {
        return numbers.stream().map(UnitPlan::number).collect(Collectors.joining("-"));
    }

    private static String number(Number number) {
        float value = number.floatValue();
        return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
    }

    private static void require(int units, Activation activation) {
        Shapes.require(
                units > 0 && units <= TrainingPlan.MAX_UNITS,
                "units is " + units + ", must be from 1 to " + TrainingPlan.MAX_UNITS);
        Shapes.require(
                activation != Activation.LINEAR && activation != Activation.GAUSSIAN,
                "activation is " + activation + ", must be SIGMOID, TANH, RELU or CLIP");
    }
}
