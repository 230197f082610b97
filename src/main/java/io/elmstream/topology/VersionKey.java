package io.elmstream.topology;

/** A version of a model. */
record VersionKey(String modelId, int version) {}
