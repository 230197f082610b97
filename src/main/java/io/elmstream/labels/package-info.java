/**
 * Labels that come after their readings, and how they find them, as a pure state machine. Independent of the source of
 * labels and of what learns from them.
 */
@NullMarked
package io.elmstream.labels;

import org.jspecify.annotations.NullMarked;
