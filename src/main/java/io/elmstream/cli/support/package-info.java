/** Commands for those who help users. */
@NullMarked
package io.elmstream.cli.support;

import org.jspecify.annotations.NullMarked;
