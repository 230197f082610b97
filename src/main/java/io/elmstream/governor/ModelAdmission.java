package io.elmstream.governor;

import io.elmstream.elm.ShortList;
import io.elmstream.governor.Admission.Denied;
import io.elmstream.governor.Admission.Granted;
import io.elmstream.governor.Admission.Offer;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFault;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.rollout.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether to accept a model file. */
final class ModelAdmission {

    private ModelAdmission() {}

    static Admission.Verdict judge(Offer offer, CommandContext known) {
        Artefact artefact;
        try {
            artefact = ArtefactFormat.read(offer.artefact());
        } catch (ArtefactException e) {
            return Admission.denied(reason(e.fault()), "artefact", String.valueOf(e.getMessage()));
        }
        Optional<Refused> misnamed = Admission.misnamed(offer, artefact.key(), known.named());
        if (misnamed.isPresent()) {
            return new Denied(misnamed.get());
        }
        if (known.named().isEmpty() && artefact.probes().count() == 0) {
            return Admission.denied(
                    RefusalReason.INVALID_MODEL,
                    "probes",
                    "the artefact has no golden rows, which each instance scores before a version may serve: train"
                            + " it again");
        }
        Contract offered = Contract.of(artefact.classifier());
        return known.governed()
                .map(GovernedState::contract)
                .filter(contract -> !offer.newContract())
                .map(contract -> agreement(contract, offered))
                .orElseGet(() -> bound(offered))
                .<Admission.Verdict>map(Denied::new)
                .orElseGet(() -> new Granted(offer.digest(), offered, lacking(offered, known)));
    }

    /** Returns what rules that are in force, or may be later, name and the version does not have. */
    private static List<String> lacking(Contract offered, CommandContext known) {
        return known.ruling()
                .filter(rules -> rules.timeline().versions().stream().anyMatch(version -> version != Step.NONE))
                .map(GovernedState::contract)
                .map(named -> Stream.of(
                                lacking(
                                        "features that this version lacks, so conditions see NaN: ",
                                        named.featureNames(),
                                        offered.featureNames()),
                                lacking(
                                        "labels that this version lacks, so it never predicts them: ",
                                        named.labels(),
                                        offered.labels()))
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
    }

    private static Optional<String> lacking(String what, List<String> named, List<String> offered) {
        List<String> lacking =
                named.stream().filter(name -> !offered.contains(name)).toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("warning: the rule sets of the model name " + what + ShortList.of(lacking));
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
