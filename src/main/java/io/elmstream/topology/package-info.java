/**
 * What both topologies share: the names of nodes and stores in {@link io.elmstream.topology.Names}, the topics by their
 * roles, the limits of what is written to them, the picture.
 */
@NullMarked
package io.elmstream.topology;

import org.jspecify.annotations.NullMarked;
