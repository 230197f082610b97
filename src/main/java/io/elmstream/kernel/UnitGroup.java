package io.elmstream.kernel;

/**
 * Hidden units of one bend that see equally many inputs, in consecutive slots; whole panels, whose last slots may be
 * empty.
 *
 * @param bend what their sums go through
 * @param width the links that a tile multiplies for each unit, or 0 if it multiplies every input
 * @param first the first slot, a multiple of {@link PackedModel#PANEL}
 * @param count the number of units
 * @param end the slot after the last, a multiple likewise
 * @param links where the links start: link by link, the group's slots
 * @param panel where the weights of every input start: panel by panel, input by input, the panel's units; -1 if there
 *     are links only
 */
record UnitGroup(Bend bend, int width, int first, int count, int end, int links, int panel) {

    /** Returns the number of slots. */
    int size() {
        return end - first;
    }

    /** Returns the index of a slot's link. */
    int link(int slot, int number) {
        return links + number * size() + slot - first;
    }

    /** Returns the index of the weight of a slot and an input, of as many as there are columns. */
    int weight(int slot, int input, int columns) {
        return panel
                + ((slot - first) / PackedModel.PANEL * columns + input) * PackedModel.PANEL
                + slot % PackedModel.PANEL;
    }
}
