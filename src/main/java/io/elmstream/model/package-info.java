/**
 * The life of a model: the file that holds a version, the commands that publish and activate it, and the timeline that says
 * which version is in force when. The {@link io.elmstream.model.Governor} judges commands as a pure function; nothing here knows
 * of Kafka, clocks or stores.
 */
@NullMarked
package io.elmstream.model;

import org.jspecify.annotations.NullMarked;
