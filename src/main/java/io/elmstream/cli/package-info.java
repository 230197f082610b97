/**
 * The commands of the launcher. With {@code --json} stdout carries exactly one JSON line, and everything else goes to
 * stderr.
 */
@NullMarked
package io.elmstream.cli;

import org.jspecify.annotations.NullMarked;
