package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFault;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import java.util.List;
import java.util.Optional;

/**
 * The decision whether to accept the artefact of a publish command. Cheap checks precede expensive ones, and sizes are
 * checked before contents.
 */
sealed interface Admission {

    /**
     * The artefact is valid and fits the model.
     *
     * @param digest SHA-256 of its bytes, lower-case hex
     * @param contract its features and labels
     */
    record Granted(String digest, Contract contract) implements Admission {}

    /**
     * An artefact to be published.
     *
     * @param newContract whether it may have other features or labels than the model has so far
     */
    record Offer(ModelId id, int version, byte[] artefact, boolean newContract) {}

    /** The artefact is rejected. */
    record Denied(Refused refusal) implements Admission {}

    /**
     * Examines an artefact.
     *
     * @param offer the artefact, and what the command says about it
     * @param maxBytes the largest accepted artefact
     * @param agreed the model's contract, empty if this is its first version
     * @param existing the version already published under this number
     */
    static Admission of(Offer offer, int maxBytes, Optional<Contract> agreed, Optional<PublishedVersion> existing) {
        if (offer.artefact().length > maxBytes) {
            return denied(
                    RefusalReason.TOO_LARGE,
                    "artefact",
                    "the artefact has " + offer.artefact().length + " bytes, more than the " + maxBytes + " allowed");
        }
        Artefact artefact;
        try {
            artefact = ArtefactFormat.read(offer.artefact());
        } catch (ArtefactException e) {
            return denied(reason(e.fault()), "artefact", String.valueOf(e.getMessage()));
        }
        if (!artefact.id().equals(offer.id())) {
            return denied(
                    RefusalReason.WRONG_MODEL,
                    "modelId",
                    "the command says model " + offer.id() + ", its artefact contains " + artefact.id());
        }
        if (artefact.version() != offer.version()) {
            return denied(
                    RefusalReason.WRONG_VERSION,
                    "version",
                    "the command says version " + offer.version() + ", its artefact is version " + artefact.version());
        }
        String digest = ArtefactFormat.digest(offer.artefact());
        String version = offer.id() + " version " + offer.version();
        if (existing.isPresent() && !existing.get().digest().equals(digest)) {
            return denied(
                    RefusalReason.VERSION_EXISTS,
                    "version",
                    version + " is published with digest " + existing.get().digest() + ", this file has " + digest
                            + ": publish it under a new version");
        }
        if (existing.isPresent() && existing.get().retiredAt().isPresent()) {
            return denied(RefusalReason.RETIRED, "version", version + " is retired: publish it under a new version");
        }
        if (existing.isEmpty() && artefact.probes().count() == 0) {
            return denied(
                    RefusalReason.INVALID_MODEL,
                    "probes",
                    "the artefact has no golden rows, which each instance scores before a version may serve: train"
                            + " it again");
        }
        Contract offered = Contract.of(artefact.classifier());
        return agreed.filter(contract -> !offer.newContract())
                .map(contract -> agreement(contract, offered))
                .orElseGet(() -> bound(offered))
                .<Admission>map(Denied::new)
                .orElseGet(() -> new Granted(digest, offered));
    }

    private static Optional<Refused> agreement(Contract agreed, Contract offered) {
        return differing(RefusalReason.FEATURES_DIFFER, "featureNames", agreed.featureNames(), offered.featureNames())
                .or(() -> differing(RefusalReason.LABELS_DIFFER, "labels", agreed.labels(), offered.labels()));
    }

    private static Optional<Refused> differing(
            RefusalReason reason, String field, List<String> agreed, List<String> offered) {
        return Contract.difference(agreed, offered)
                .map(difference -> Refused.of(
                        reason,
                        field,
                        field + " differ from those of the model's first version: " + difference
                                + ": use another model id, or publish it with a new contract"));
    }

    private static Optional<Refused> bound(Contract offered) {
        return offered.characters() <= Contract.MAX_CHARACTERS
                ? Optional.empty()
                : Optional.of(Refused.of(
                        RefusalReason.TOO_LARGE,
                        "featureNames",
                        "feature names and labels have " + offered.characters() + " characters together, more than the "
                                + Contract.MAX_CHARACTERS + " allowed"));
    }

    private static Denied denied(RefusalReason reason, String field, String message) {
        return new Denied(Refused.of(reason, field, message));
    }

    private static RefusalReason reason(ArtefactFault fault) {
        return switch (fault) {
            case TOO_LARGE -> RefusalReason.TOO_LARGE;
            case NOT_AN_ARTEFACT -> RefusalReason.NOT_AN_ARTEFACT;
            case UNKNOWN_FORMAT -> RefusalReason.UNKNOWN_FORMAT;
            case DIGEST_MISMATCH -> RefusalReason.DIGEST_MISMATCH;
            case MALFORMED -> RefusalReason.MALFORMED;
            case INVALID_MODEL -> RefusalReason.INVALID_MODEL;
        };
    }
}
