package io.elmstream.rollout;

import java.util.OptionalInt;

/**
 * The versions that score one reading.
 *
 * @param step the step that decided
 * @param version the version whose prediction counts
 * @param beside the version that also scores the reading, for comparison only; empty outside a challenger's share
 */
public record Choice(Step.Deployment step, int version, OptionalInt beside) {}
