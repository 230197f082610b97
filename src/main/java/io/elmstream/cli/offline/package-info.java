/** Commands about files: train, evaluate, dry-run. */
@NullMarked
package io.elmstream.cli.offline;

import org.jspecify.annotations.NullMarked;
