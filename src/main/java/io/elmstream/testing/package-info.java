/**
 * The production topologies without a broker: for your own tests, and for {@code elmstream dry-run}. See docs/api.md.
 */
@NullMarked
package io.elmstream.testing;

import org.jspecify.annotations.NullMarked;
