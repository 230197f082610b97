/** The configuration: its keys and defaults, where values come from, and what is refused. */
@NullMarked
package io.elmstream.config;

import org.jspecify.annotations.NullMarked;
