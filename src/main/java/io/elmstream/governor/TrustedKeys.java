package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Whose records are taken.
 *
 * @param scope what must have been signed with the record
 * @param keys public keys of Ed25519; none takes everybody's records
 */
public record TrustedKeys(SignatureScope scope, List<PublicKey> keys) {

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** Whether records need no signature. */
    public boolean takeEverybodys() {
        return keys.isEmpty();
    }

    /**
     * Which of the keys signed a record; empty if none did.
     *
     * @param header that came with it, where one did
     * @param key of the record
     * @param value of the record
     */
    public Optional<Signer> signer(Optional<byte[]> header, byte[] key, byte[] value) {
        return header.flatMap(RecordSignature::read)
                .flatMap(signature -> keys.stream()
                        .filter(trusted -> signature.fits(trusted, scope, key, value))
                        .findFirst()
                        .map(trusted -> Signer.of(trusted, signature.number())));
    }

    /**
     * Why a command that none of the keys signed is not taken; empty if it is all the same.
     *
     * @param header that came with it, where one did
     */
    public Optional<Refused> refusal(Optional<byte[]> header) {
        if (takeEverybodys()) {
            return Optional.empty();
        }
        if (header.isEmpty()) {
            return refused(
                    RefusalReason.NOT_SIGNED,
                    "the command is not signed: sign it with a trusted key, as --sign-with does," + " in the header "
                            + RecordSignature.HEADER);
        }
        return header.get().length == RecordSignature.FIRST_FORM
                ? refused(
                        RefusalReason.OLD_SIGNATURE,
                        "the command is signed as earlier releases did, without application, cluster"
                                + " and number, so it could be sent again: upgrade the elmstream command that sent it")
                : refused(
                        RefusalReason.BAD_SIGNATURE,
                        "the signature is by no trusted key, or of another command, or not for " + scope);
    }

    /** Why a command is not taken although it is signed: it must say what it is based on. */
    public Optional<Refused> refusal(Command command) {
        return !takeEverybodys()
                        && command instanceof Command.Based based
                        && based.expectedRevision().isEmpty()
                ? Optional.of(Refused.of(
                        RefusalReason.REVISION_REQUIRED,
                        "expectedRevision",
                        "a signed command must name the revision that it is based on"))
                : Optional.empty();
    }

    private static Optional<Refused> refused(RefusalReason reason, String message) {
        return Optional.of(new Refused(reason, message, Optional.empty()));
    }
}
