package io.elmstream.cli.demo;

import io.elmstream.tables.Sample;
import io.elmstream.tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The test rows of the Shuttle sample, repeated, with sensors whose scale shifts at a row: from there on, the values of
 * sensors 1, 3 and 5 are {@code 1.3 x + 10}, as after a sensor was exchanged or its amplifier was set anew. Labels stay
 * as they are.
 */
final class ScaledRows {

    /** The factor of the shifted sensors. */
    static final float FACTOR = 1.3f;

    /** What is added to the shifted sensors. */
    static final float OFFSET = 10;

    private static final int[] SHIFTED = {0, 2, 4};

    /**
     * A row.
     *
     * @param features the values of the sensors
     * @param label the true class
     */
    record Row(float[] features, String label) {}

    private final List<Row> rows = new ArrayList<>();
    private final long shiftAt;

    /** @param shiftAt number of the first row with the other scale, from 0 */
    ScaledRows(long shiftAt) {
        this.shiftAt = shiftAt;
        Table table = Sample.SHUTTLE.table();
        String label = Sample.SHUTTLE.labelColumn();
        table.rows(table.columnsWithout(label), Optional.of(label), Sample.SHUTTLE.testRows())
                .forEach(row -> rows.add(new Row(row.features().clone(), row.label(label))));
    }

    Row row(long number) {
        Row row = rows.get((int) (number % rows.size()));
        if (number < shiftAt) {
            return row;
        }
        float[] features = row.features().clone();
        for (int sensor : SHIFTED) {
            features[sensor] = FACTOR * features[sensor] + OFFSET;
        }
        return new Row(features, row.label());
    }
}
