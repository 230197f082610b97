/** Commands that measure. */
@NullMarked
package io.elmstream.cli.bench;

import org.jspecify.annotations.NullMarked;
