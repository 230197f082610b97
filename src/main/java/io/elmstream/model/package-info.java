/**
 * One version of a model as it travels and is stored: its name, the file that holds it, its golden probes, and what all
 * versions of a model agree on. Nothing here knows of Kafka, clocks or stores, so a device without Kafka can load a
 * version too.
 */
@NullMarked
package io.elmstream.model;

import org.jspecify.annotations.NullMarked;
