package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Whose commands are taken.
 *
 * @param keys public keys of Ed25519; none takes everybody's
 */
public record TrustedKeys(List<PublicKey> keys) {

    /** Commands need no signature. */
    public static final TrustedKeys EVERYBODY = new TrustedKeys(List.of());

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Why a record is not taken; empty if it is.
     *
     * @param signature that came with it, where one did
     * @param key of the record
     * @param value of the record
     */
    public Optional<Refused> refusal(Optional<byte[]> signature, byte[] key, byte[] value) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (signature.isEmpty()) {
            return Optional.of(new Refused(RefusalReason.NOT_SIGNED,
                    "the command is not signed: sign it with a trusted key, as --sign-with does, in the header "
                            + CommandSignature.HEADER, Optional.empty()));
        }
        return keys.stream().anyMatch(trusted -> CommandSignature.fits(signature.get(), trusted, key, value))
                ? Optional.empty()
                : Optional.of(new Refused(RefusalReason.BAD_SIGNATURE,
                        "the signature is by no trusted key, or of another command",
                        Optional.empty()));
    }

    /** Why a command is not taken although it is signed: sent again later, it would do the same once more. */
    public Optional<Refused> refusal(Command command) {
        return !keys.isEmpty() && command instanceof Command.Move move && move.expectedRevision().isEmpty()
                ? Optional.of(Refused.of(RefusalReason.REVISION_REQUIRED, "expectedRevision",
                        "a signed command must name the revision that it is based on, or it could be sent again later"))
                : Optional.empty();
    }
}
