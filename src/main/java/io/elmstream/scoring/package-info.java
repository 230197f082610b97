/**
 * Scoring files: tables in, predictions out, in parts on several threads. A part is read, scored and written by one
 * thread; the parts are joined in order when all are done, and a run that was killed goes on with the parts that it
 * lacks. Each form of table has a target, which writes its parts and joins them; {@code tables} reads them.
 */
@NullMarked
package io.elmstream.scoring;

import org.jspecify.annotations.NullMarked;
