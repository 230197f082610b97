/**
 * Breaks a running cluster in every way that can be done to processes, and holds what comes out against what went in.
 *
 * <p>The checker shares no code with what it checks: it reads Avro with the stock reader and the registry's schemas,
 * computes the probabilities in double from the model's numbers, and follows the timeline by itself.
 * docs/reliability.md says how to run it.
 */
@NullMarked
package io.elmstream.chaos;

import org.jspecify.annotations.NullMarked;
