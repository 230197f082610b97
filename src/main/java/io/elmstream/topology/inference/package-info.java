/** The inference topology: from readings to predictions, alerts and dead letters. */
@NullMarked
package io.elmstream.topology.inference;

import org.jspecify.annotations.NullMarked;
