/**
 * Scoring a range of a topic: bounds that stay the same over restarts, and predictions to another topic exactly once.
 */
@NullMarked
package io.elmstream.scoring.topic;

import org.jspecify.annotations.NullMarked;
