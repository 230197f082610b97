package io.elmstream.topology.governor;

import io.elmstream.quality.QualitySettings;

/**
 * What the governor does about the quality of versions.
 *
 * @param settings how closely versions are watched
 * @param learns whether a drift of a champion turns on learning for its model
 */
public record QualityPolicy(QualitySettings settings, boolean learns) {}
