/**
 * The forward pass of an ELM in single precision on flat arrays: models packed for speed, the buffers of a task, and
 * the passes that score a micro-batch. A row's probabilities have the same bits whatever its neighbours, its position
 * and the size of its batch.
 */
@NullMarked
package io.elmstream.kernel;

import org.jspecify.annotations.NullMarked;
