/** Readings to predictions, alerts and dead letters: the topology that scores. */
@NullMarked
package io.elmstream.topology.inference;

import org.jspecify.annotations.NullMarked;
