/**
 * Which version scores which reading: the timeline of a model, its challengers and the share of sensors they get, and
 * how a challenger compares with the champion. Pure functions of event time and key.
 */
@NullMarked
package io.elmstream.rollout;

import org.jspecify.annotations.NullMarked;
