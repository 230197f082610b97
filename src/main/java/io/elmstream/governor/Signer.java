package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The trusted key that signed a record.
 *
 * @param fingerprint SHA-256 of the public key, lower-case hex
 * @param number that was signed with it
 */
public record Signer(String fingerprint, long number) {

    /** The header of an answer that contains the highest number that the command's key has signed with, 8 bytes. */
    public static final String HIGHEST_HEADER = "elmstream.number";

    /**
     * The largest number, beyond any time in microseconds that a clock could show: a higher one would use up all
     * others.
     */
    public static final long MAX_NUMBER = 1L << 58;

    static Signer of(PublicKey key, long number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new Signer(HexFormat.of().formatHex(digest), number);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Returns why a command with this number is refused; empty if it is accepted, and then the number is used up,
     * whatever the command contains. Numbers are not compared with the clock: a command refused as too early could be
     * replayed later.
     *
     * @param highest the highest number that the key has signed with; numbers up to it count as used
     */
    public Optional<Refused> refusal(long highest) {
        if (number > MAX_NUMBER) {
            return Optional.of(new Refused(
                    RefusalReason.BAD_NUMBER,
                    "the command is signed with number " + number + ", more than the largest, " + MAX_NUMBER,
                    Optional.empty()));
        }
        return number > highest
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalReason.BAD_NUMBER,
                        "the command is signed with number " + number
                                + ", but " + highest
                                + " and all below are used up: it was sent before, or another sender with the same key,"
                                + " or with a clock that is ahead, was faster; sign it again with a higher number",
                        Optional.empty()));
    }
}
