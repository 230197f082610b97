/**
 * Which version scores which reading: the timeline of a model, its challengers and their share of the sensors, and the
 * comparison of a challenger with the champion. Pure functions of event time and key.
 */
@NullMarked
package io.elmstream.rollout;

import org.jspecify.annotations.NullMarked;
