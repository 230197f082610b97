/** The demo: a cluster, a stream and model changes, shown in the terminal. */
@NullMarked
package io.elmstream.cli.demo;

import org.jspecify.annotations.NullMarked;
