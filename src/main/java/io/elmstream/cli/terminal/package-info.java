/** What all commands share: the console, options, failures, time limits, and the way to the cluster. */
@NullMarked
package io.elmstream.cli.terminal;

import org.jspecify.annotations.NullMarked;
