package io.elmstream.governor;

import java.util.OptionalLong;

/**
 * What the governor remembers of a published version. Its bytes never change, and its number is never used again.
 *
 * @param version 1 or more
 * @param digest SHA-256 of the model file, lower-case hex
 * @param size bytes of the model file
 * @param parts the records that carry the file, 1 or more
 * @param acceptedAt when it was accepted, in epoch milliseconds
 * @param retiredAt when its bytes were given up, in epoch milliseconds; empty while they are there
 */
public record PublishedVersion(
        int version, String digest, int size, int parts, long acceptedAt, OptionalLong retiredAt) {

    /** A version whose bytes are there. */
    public PublishedVersion(int version, String digest, int size, int parts, long acceptedAt) {
        this(version, digest, size, parts, acceptedAt, OptionalLong.empty());
    }

    /** The same in so many records. */
    PublishedVersion in(int records) {
        return new PublishedVersion(version, digest, size, records, acceptedAt, retiredAt);
    }

    /** The same without its bytes. */
    PublishedVersion retired(long at) {
        return new PublishedVersion(version, digest, size, parts, acceptedAt, OptionalLong.of(at));
    }
}
