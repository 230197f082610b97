/**
 * The lifecycle of a model's versions: commands that publish, activate, challenge, promote, roll back and retire them,
 * and the {@link io.elmstream.governor.Governor}, which judges them as a pure function. Independent of Kafka, clocks
 * and stores.
 */
@NullMarked
package io.elmstream.governor;

import org.jspecify.annotations.NullMarked;
