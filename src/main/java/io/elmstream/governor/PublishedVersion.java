package io.elmstream.governor;

import java.util.OptionalLong;

/**
 * A published version, as stored by the governor. Its bytes never change, and its number is never reused.
 *
 * @param version 1 or more
 * @param digest SHA-256 of the model file, lower-case hex
 * @param size bytes of the model file
 * @param parts the number of records that contain the file, 1 or more
 * @param acceptedAt when it was accepted, in epoch milliseconds
 * @param retiredAt when its bytes were deleted, in epoch milliseconds; empty while they are there
 */
public record PublishedVersion(
        int version, String digest, int size, int parts, long acceptedAt, OptionalLong retiredAt) {

    /** A version that is not retired. */
    public PublishedVersion(int version, String digest, int size, int parts, long acceptedAt) {
        this(version, digest, size, parts, acceptedAt, OptionalLong.empty());
    }

    /** Returns a copy with another number of records. */
    PublishedVersion in(int records) {
        return new PublishedVersion(version, digest, size, records, acceptedAt, retiredAt);
    }

    /** Returns a retired copy. */
    PublishedVersion retired(long at) {
        return new PublishedVersion(version, digest, size, parts, acceptedAt, OptionalLong.of(at));
    }
}
