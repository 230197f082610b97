package io.elmstream.peers;

import io.elmstream.wire.avro.Prediction;
import org.apache.kafka.common.header.Headers;

/** A prediction with the key and the headers of its record. */
public record Outcome(byte[] key, Headers headers, Prediction prediction) {}
