/** The configuration: its keys, defaults and sources, and the validation of values. */
@NullMarked
package io.elmstream.config;

import org.jspecify.annotations.NullMarked;
