/**
 * The commands of the launcher. With {@code --json}, stdout contains exactly one JSON line, and all other output goes
 * to stderr.
 */
@NullMarked
package io.elmstream.cli;

import org.jspecify.annotations.NullMarked;
