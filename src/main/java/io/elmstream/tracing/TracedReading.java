package io.elmstream.tracing;

import org.apache.kafka.common.header.Headers;

/** A reading of a micro-batch. */
public interface TracedReading {

    /** Returns the topic of its record. */
    String topic();

    /** Returns the headers of its record; the same object for all readings of a record. */
    Headers headers();
}
