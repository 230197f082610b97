/**
 * One version of a model as transferred and stored: its name, its file format, its golden probes, and the contract
 * between all versions of a model. Independent of Kafka, clocks and stores, so that a device without Kafka can load a
 * version too.
 */
@NullMarked
package io.elmstream.model;

import org.jspecify.annotations.NullMarked;
