/** Readings of any form: how a topic's records map to rows of features, compiled once into a walk over their bytes. */
@NullMarked
package io.elmstream.readings;

import org.jspecify.annotations.NullMarked;
