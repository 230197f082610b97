package io.elmstream.scoring;

import io.elmstream.tables.ColumnType;

/**
 * A column that is carried into the predictions.
 *
 * @param name its name there
 * @param type the type of its values
 */
record Column(String name, ColumnType type) {}
