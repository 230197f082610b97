/** Commands about readings and what became of them: feed, watch, dead letters. */
@NullMarked
package io.elmstream.cli.stream;

import org.jspecify.annotations.NullMarked;
