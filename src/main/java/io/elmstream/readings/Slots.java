package io.elmstream.readings;

/**
 * Slots of a layout, in the order of some values.
 *
 * @param all the slots; {@link #NONE} for values that have none
 * @param areSuccessive whether they are slots side by side, as they are if a schema has the order of the features
 */
record Slots(int[] all, boolean areSuccessive) {

    /** The slot of a feature that the mapping does not have. */
    static final int NONE = -1;

    static Slots of(int[] all) {
        boolean areSuccessive = all.length > 0 && all[0] != NONE;
        for (int i = 1; i < all.length; i++) {
            areSuccessive &= all[i] == all[0] + i;
        }
        return new Slots(all, areSuccessive);
    }
}
