/** Classes shared by all commands: console, options, failures, time limits, and the connection to the cluster. */
@NullMarked
package io.elmstream.cli.terminal;

import org.jspecify.annotations.NullMarked;
