/** The governor topology: judges commands, keeps the timelines and compares versions. */
@NullMarked
package io.elmstream.topology.governor;

import org.jspecify.annotations.NullMarked;
