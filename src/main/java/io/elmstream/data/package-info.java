/**
 * Tables of readings in CSV files: selecting columns and rows, and iterating over rows. Two real data sets are
 * included. Output files are written atomically, pictures as SVG.
 */
@NullMarked
package io.elmstream.data;

import org.jspecify.annotations.NullMarked;
