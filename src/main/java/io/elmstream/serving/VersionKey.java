package io.elmstream.serving;

/** A version of a model. */
public record VersionKey(String modelId, int version) {}
