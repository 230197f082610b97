/** The topology from labelled readings to versions of models that a learner proposes. */
@NullMarked
package io.elmstream.topology.learning;

import org.jspecify.annotations.NullMarked;
