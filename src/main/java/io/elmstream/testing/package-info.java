/** Runs the real topologies without a broker: for your own tests, and for {@code elmstream dry-run}. */
@NullMarked
package io.elmstream.testing;

import org.jspecify.annotations.NullMarked;
