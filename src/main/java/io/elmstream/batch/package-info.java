/**
 * Micro-batches: how long readings wait for each other, in what groups they are scored, and in what order their
 * outcomes are forwarded. Pure code: no Kafka, no clock.
 */
@NullMarked
package io.elmstream.batch;

import org.jspecify.annotations.NullMarked;
