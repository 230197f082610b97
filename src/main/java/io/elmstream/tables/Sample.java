package io.elmstream.tables;

/** A real data set that is included in the product; {@code samples/README.md} names its source and licence. */
public enum Sample {
    /** Radiator telemetry of the space shuttle: 58,000 rows of 9 sensors, 7 states of which 4 are rare. */
    SHUTTLE("shuttle", "state", new RowRange(1, 43_500), new RowRange(43_501, 58_000)),

    /** Light reflected by soil, seen from a satellite: 6,435 rows of 36 values, 6 kinds of soil. */
    SATELLITE("satellite", "soil", new RowRange(1, 4_435), new RowRange(4_436, 6_435));

    private final String id;
    private final String labelColumn;
    private final RowRange trainingRows;
    private final RowRange testRows;

    Sample(String id, String labelColumn, RowRange trainingRows, RowRange testRows) {
        this.id = id;
        this.labelColumn = labelColumn;
        this.trainingRows = trainingRows;
        this.testRows = testRows;
    }

    /** Returns the short name, lower case. */
    public String id() {
        return id;
    }

    /** Returns all rows. */
    public Table table() {
        return Table.of(CsvFile.resource("/samples/" + id + ".csv.gz"));
    }

    /** Returns the column with the class label. */
    public String labelColumn() {
        return labelColumn;
    }

    /** Returns the rows that published results train on. */
    public RowRange trainingRows() {
        return trainingRows;
    }

    /** Returns the rows that published results are measured on. */
    public RowRange testRows() {
        return testRows;
    }
}
