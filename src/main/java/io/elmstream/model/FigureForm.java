package io.elmstream.model;

import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.HalfFloat;
import java.util.List;

/** How a matrix of figures is stored: in the fewest bits that lose nothing. */
public enum FigureForm {
    /** 32 bits each. */
    FLOATS,
    /** 16 bits each: {@link HalfFloat}. */
    HALF_FLOATS,
    /** A scale for each column, then 8 bits each: {@link ByteColumns}; from format 4 on. */
    BYTES;

    /** Listed by their numbers in the file, which are independent of the order in the code. */
    static final List<FigureForm> NUMBERED = List.of(FLOATS, HALF_FLOATS, BYTES);

    private static final int FIRST_FORMAT_WITH_BYTES = 4;

    /**
     * Returns the smallest form of a matrix in the newest format.
     *
     * @param values row-major
     * @param columns the number of columns
     * @return the form that loses nothing
     */
    public static FigureForm of(float[] values, int columns) {
        return of(values, columns, FIRST_FORMAT_WITH_BYTES);
    }

    static FigureForm of(float[] values, int columns, int format) {
        // with fewer rows the scales would take more than they save
        if (format >= FIRST_FORMAT_WITH_BYTES
                && values.length > Float.BYTES * columns
                && ByteColumns.scales(values, columns).isPresent()) {
            return BYTES;
        }
        for (float value : values) {
            if (!HalfFloat.isExact(value)) {
                return FLOATS;
            }
        }
        return HALF_FLOATS;
    }
}
