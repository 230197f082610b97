/**
 * Tables of readings in CSV files: which columns and rows are wanted, and a way to go through them one by one. Two real
 * data sets come with the product. Files that are written here are whole, or are not there.
 */
@NullMarked
package io.elmstream.data;

import org.jspecify.annotations.NullMarked;
