/**
 * Measures Elmstream on this machine. Every figure comes with the baseline of the same run, since machines differ and
 * are noisy.
 */
@NullMarked
package io.elmstream.bench;

import org.jspecify.annotations.NullMarked;
