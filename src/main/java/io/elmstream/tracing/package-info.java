/** Traces: what OpenTelemetry, which the user's agent provides, is told of micro-batches and their readings. */
@NullMarked
package io.elmstream.tracing;

import org.jspecify.annotations.NullMarked;
