package io.elmstream.kernel;

/**
 * Hidden units of one bend that see equally many inputs, in consecutive slots; whole panels, whose last slots may be
 * empty.
 *
 * @param bend what their sums go through
 * @param width the links that a tile multiplies for each unit, or 0 if it multiplies every input
 * @param first the first slot, a multiple of {@link PackedModel#PANEL}
 * @param end the slot after the last, a multiple likewise
 * @param links where the links start: panel by panel, link by link, the panel's units
 * @param panel where the weights of every input start: panel by panel, input by input, the panel's units; -1 if there
 *     are links only
 */
record UnitGroup(Bend bend, int width, int first, int end, int links, int panel) {

    /** Returns the index of a slot's first link; the next one is {@link PackedModel#PANEL} further. */
    int link(int slot) {
        return links + (slot - first) / PackedModel.PANEL * PackedModel.PANEL * width + slot % PackedModel.PANEL;
    }

    /** Returns the index of the weight of a slot and an input, of as many as there are columns. */
    int weight(int slot, int input, int columns) {
        return panel
                + ((slot - first) / PackedModel.PANEL * columns + input) * PackedModel.PANEL
                + slot % PackedModel.PANEL;
    }
}
