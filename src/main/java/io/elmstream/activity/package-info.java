/**
 * What an instance did since its process started, as it is told to other instances: counts by version and class,
 * latency, lag, sensors in alert, samples of dead letters.
 */
@NullMarked
package io.elmstream.activity;

import org.jspecify.annotations.NullMarked;
