/**
 * The life of a model's versions: commands that publish, activate, challenge, promote, take back and retire them, and
 * the {@link io.elmstream.governor.Governor} that judges them as a pure function. Nothing here knows of Kafka, clocks
 * or stores.
 */
@NullMarked
package io.elmstream.governor;

import org.jspecify.annotations.NullMarked;
