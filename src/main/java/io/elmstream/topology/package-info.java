/**
 * The wiring: what flows from topic to topic, thin processors around the pure code, and our state stores. Every node, store and
 * topic role has its name in {@link io.elmstream.topology.Names}.
 */
@NullMarked
package io.elmstream.topology;

import org.jspecify.annotations.NullMarked;

