/** Running it: configuration, the two Kafka Streams applications of one process, health, metrics and topics. */
@NullMarked
package io.elmstream.app;

import org.jspecify.annotations.NullMarked;

