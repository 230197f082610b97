/** Checks of an installation: its cluster, registry, machine and models, each finding with what mends it. */
@NullMarked
package io.elmstream.doctor;

import org.jspecify.annotations.NullMarked;
