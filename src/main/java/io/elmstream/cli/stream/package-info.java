/** Commands about readings and their outcomes: feed, watch, dead letters, alerts, sensors. */
@NullMarked
package io.elmstream.cli.stream;

import org.jspecify.annotations.NullMarked;
