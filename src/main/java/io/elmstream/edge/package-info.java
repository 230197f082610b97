/**
 * Scoring on a device: a model file, the kernel, and a command that reads lines of CSV. With {@code elm},
 * {@code kernel} and {@code model} it makes a jar of its own that needs the JDK's {@code java.base} alone.
 */
@NullMarked
package io.elmstream.edge;

import org.jspecify.annotations.NullMarked;
