package io.elmstream.peers;

import org.apache.kafka.common.header.Headers;

/** A reading with the record's key and headers, which its prediction keeps. */
public record Event(byte[] key, Headers headers, Sourced sourced) {}
