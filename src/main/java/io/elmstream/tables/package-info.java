/**
 * Files as tables of named columns: CSV, JSON lines, Avro and Parquet. There is one way to read a file. A
 * {@link io.elmstream.tables.TableSource} gives the rows of one file in parts, which several threads may read; training
 * samples, scored rows and fed readings are all made from them. How text is written is told by a
 * {@link io.elmstream.tables.Layout}, or found out from the first rows. Two real data sets are included.
 */
@NullMarked
package io.elmstream.tables;

import org.jspecify.annotations.NullMarked;
