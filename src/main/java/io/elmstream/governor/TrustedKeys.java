package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys whose records are accepted.
 *
 * @param scope that a signature must cover
 * @param keys public keys of Ed25519; if empty, all records are accepted
 */
public record TrustedKeys(SignatureScope scope, List<PublicKey> keys) {

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** Returns whether records need no signature. */
    public boolean takeEverybodys() {
        return keys.isEmpty();
    }

    /**
     * Returns which of the keys signed a record; empty if none did.
     *
     * @param header of the signature, if there is one
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
     * Returns why a command that none of the keys signed is refused; empty if it is accepted nevertheless.
     *
     * @param header of the signature, if there is one
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
                        "the signature is not by a trusted key, belongs to another command, or is not for " + scope);
    }

    /** Returns why a command is refused although it is signed: it must name the revision that it is based on. */
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
