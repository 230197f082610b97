/** Commands about an application and its cluster: run, local, topics, configuration, topology, reset. */
@NullMarked
package io.elmstream.cli.cluster;

import org.jspecify.annotations.NullMarked;
