/**
 * What both topologies share: the names of nodes and stores in {@link io.elmstream.topology.Names}, the topics by role,
 * the limits of the output topics, and the picture.
 */
@NullMarked
package io.elmstream.topology;

import org.jspecify.annotations.NullMarked;
