/** A running instance: the two Kafka Streams applications of one process, its reports, health and metrics. */
@NullMarked
package io.elmstream.app;

import org.jspecify.annotations.NullMarked;
