package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether to accept the artefact of a publish command: a model file, or a rule set. Cheap checks precede
 * expensive ones, and sizes are checked before contents.
 *
 * @param maxBytes the largest accepted artefact
 * @param rules whether rule sets are accepted
 */
record Admission(int maxBytes, boolean rules) {

    /** The decision. */
    sealed interface Verdict {}

    /**
     * The artefact is valid and fits the model.
     *
     * @param digest SHA-256 of its bytes, lower-case hex
     * @param contract its features and labels; a rule set has none
     * @param notes what the sender should know, each a sentence without a full stop
     */
    record Granted(String digest, Contract contract, List<String> notes) implements Verdict {}

    /** The artefact is rejected. */
    record Denied(Refused refusal) implements Verdict {}

    /**
     * An artefact to be published.
     *
     * @param newContract whether it may have other features or labels than the model has so far
     */
    record Offer(ModelId id, int version, byte[] artefact, boolean newContract) {

        String digest() {
            return ArtefactFormat.digest(artefact);
        }
    }

    /** Examines an artefact. */
    Verdict judge(Offer offer, CommandContext known) {
        if (offer.artefact().length > maxBytes) {
            return denied(
                    RefusalReason.TOO_LARGE,
                    "artefact",
                    "the artefact has " + offer.artefact().length + " bytes, more than the " + maxBytes + " allowed");
        }
        return offer.id().ruled().isPresent()
                ? RuleAdmission.judge(offer, known, rules)
                : ModelAdmission.judge(offer, known);
    }

    /** Returns why the artefact cannot be published under this name, if it cannot. */
    static Optional<Refused> misnamed(Offer offer, VersionKey found, Optional<PublishedVersion> existing) {
        if (!found.modelId().equals(offer.id())) {
            return refused(
                    RefusalReason.WRONG_MODEL,
                    "modelId",
                    "the command says model " + offer.id() + ", its artefact contains " + found.modelId());
        }
        if (found.version() != offer.version()) {
            return refused(
                    RefusalReason.WRONG_VERSION,
                    "version",
                    "the command says version " + offer.version() + ", its artefact is version " + found.version());
        }
        String digest = offer.digest();
        String version = offer.id() + " version " + offer.version();
        if (existing.isPresent() && !existing.get().digest().equals(digest)) {
            return refused(
                    RefusalReason.VERSION_EXISTS,
                    "version",
                    version + " is published with digest " + existing.get().digest() + ", this file has " + digest
                            + ": publish it under a new version");
        }
        if (existing.isPresent() && existing.get().retiredAt().isPresent()) {
            return refused(RefusalReason.RETIRED, "version", version + " is retired: publish it under a new version");
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(RefusalReason reason, String field, String message) {
        return Optional.of(Refused.of(reason, field, message));
    }

    static Denied denied(RefusalReason reason, String field, String message) {
        return new Denied(Refused.of(reason, field, message));
    }
}
