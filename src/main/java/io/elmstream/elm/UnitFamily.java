package io.elmstream.elm;

import java.util.List;

/**
 * How many inputs the units of a layer see and how steep they are. Units take the widths in turn, and the gains in turn
 * whenever the widths have been through, so that each pair occurs equally often. A unit of width k and gain g has
 * weights uniform in [-1, 1) times {@code g sqrt(3 / k)}: its weighted sum of standardised features has the standard
 * deviation g. Steep units that see one or two inputs act like soft thresholds; flat ones that see several find
 * combinations.
 *
 * @param widths the numbers of inputs seen, 1 to {@value #LARGEST_WIDTH} each, one to {@value #MOST} of them
 * @param gains the gains, above 0 and up to {@value #LARGEST_GAIN}, one to {@value #MOST} of them
 */
public record UnitFamily(List<Integer> widths, List<Float> gains) {

    /** The largest number of inputs a unit sees. */
    public static final int LARGEST_WIDTH = 64;

    /** The largest gain. */
    public static final float LARGEST_GAIN = 1000;

    private static final int MOST = 16;

    /** Checks the values and copies the lists. */
    public UnitFamily {
        widths = List.copyOf(widths);
        gains = List.copyOf(gains);
        Shapes.require(
                !widths.isEmpty() && widths.size() <= MOST,
                "widths is " + widths + ", must be a list of 1 to " + MOST + " numbers");
        Shapes.require(
                !gains.isEmpty() && gains.size() <= MOST,
                "gains is " + gains + ", must be a list of 1 to " + MOST + " numbers");
        for (int width : widths) {
            Shapes.require(
                    width >= 1 && width <= LARGEST_WIDTH,
                    "widths has " + width + ", must be from 1 to " + LARGEST_WIDTH);
        }
        for (float gain : gains) {
            Shapes.require(
                    gain > 0 && gain <= LARGEST_GAIN,
                    "gains has " + gain + ", must be above 0 and up to " + LARGEST_GAIN);
        }
    }

    /** Returns the width of a unit. */
    int width(int unit) {
        return widths.get(unit % widths.size());
    }

    /** Returns the gain of a unit. */
    float gain(int unit) {
        return gains.get(unit / widths.size() % gains.size());
    }
}
