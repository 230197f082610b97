package io.elmstream.rollout;

import java.util.OptionalInt;

/**
 * What scores one reading.
 *
 * @param step the step that decided
 * @param version whose prediction counts
 * @param beside the version that scores the reading too, for comparison only; empty outside a challenger's share
 */
public record Choice(Step.Deployment step, int version, OptionalInt beside) {}
