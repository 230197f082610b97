package io.elmstream.model;

/**
 * What the governor remembers of a published version. Its bytes never change.
 *
 * @param version 1 or more
 * @param digest SHA-256 of the model file, lower-case hex
 * @param size bytes of the model file
 * @param acceptedAt when it was accepted, in epoch milliseconds
 */
public record PublishedVersion(int version, String digest, int size, long acceptedAt) {}
